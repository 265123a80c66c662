import { queryOptions } from "@tanstack/react-query";
import type { Login, Me, SessionDetail, SessionList } from "../wire/messages.gen";
import { ApiError, ask } from "./http";

/** Who is signed in; null when nobody is. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => fetchMe(signal),
  staleTime: 5 * 60_000,
  retry: 1,
});

async function fetchMe(signal: AbortSignal): Promise<Me | null> {
  try {
    return await ask<Me>("/me", { signal });
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

/** One session with the pages of its visit. */
export function sessionQuery(id: string) {
  return queryOptions({
    queryKey: ["session", id],
    queryFn: ({ signal }) => ask<SessionDetail>(`/sessions/${encodeURIComponent(id)}`, { signal }),
    retry: (failures, error) =>
      failures < 2 && !(error instanceof ApiError && error.status === 404),
  });
}

/** The visits that ended last, newest first. */
export const endedQuery = queryOptions({
  queryKey: ["sessions", "ended"],
  queryFn: ({ signal }) => ask<SessionList>("/sessions?state=ended", { signal }),
  staleTime: 10_000,
});

export function signIn(login: Login): Promise<Me> {
  return ask<Me>("/login", { method: "POST", body: login });
}

export function signOut(): Promise<null> {
  return ask<null>("/logout", { method: "POST" });
}
