import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { Lost } from "../player/loader";
import type { Login, Me, Recording, SessionDetail, SessionList } from "../wire/messages.gen";
import { ApiError, ask, askBytes, askText } from "./http";

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
    queryFn: ({ signal }) => ask<SessionDetail>(sessionPath(id), { signal }),
    retry: unlessMissing,
  });
}

/** The index of what was recorded of a session. */
export function recordingQuery(id: string) {
  return queryOptions({
    queryKey: ["recording", id],
    queryFn: ({ signal }) => ask<Recording>(`${sessionPath(id)}/recording`, { signal }),
    retry: unlessMissing,
  });
}

/** The service has removed it, or finds it damaged. */
const LOST: ReadonlySet<string> = new Set(["not_found", "internal"]);

/**
 * One segment's lines. They are hostile content: nobody but the player's frame reads them.
 * Rejects with `Lost` where the service answers that it has not got them.
 */
export async function fetchSegment(
  session: string,
  { page, epoch, seq }: { page: string; epoch: number; seq: number },
): Promise<ArrayBuffer> {
  const at = `${encodeURIComponent(page)}/${epoch}/${seq}`;
  try {
    return await askBytes(`${sessionPath(session)}/recording/${at}`);
  } catch (error) {
    if (error instanceof ApiError && LOST.has(error.code)) throw new Lost(error.code);
    throw error;
  }
}

/** The text of a style sheet that segments name by its hash. */
export function fetchSheet(session: string, sha256: string): Promise<string> {
  return askText(`${sessionPath(session)}/sheets/${sha256}`);
}

function sessionPath(id: string): string {
  return `/sessions/${encodeURIComponent(id)}`;
}

function unlessMissing(failures: number, error: Error): boolean {
  return failures < 2 && !(error instanceof ApiError && error.status === 404);
}

/** The visits that ended last, newest first. */
export const endedQuery = queryOptions({
  queryKey: ["sessions", "ended"],
  queryFn: ({ signal }) => ask<SessionList>("/sessions?state=ended", { signal }),
  staleTime: 10_000,
});

/** All visits that ended, newest first, a piece at a time. */
export const pastVisitsQuery = infiniteQueryOptions({
  queryKey: ["sessions", "past"],
  queryFn: ({ pageParam, signal }) => {
    const cursor = pageParam === null ? "" : `&cursor=${encodeURIComponent(pageParam)}`;
    return ask<SessionList>(`/sessions?state=ended${cursor}`, { signal });
  },
  initialPageParam: null as string | null,
  getNextPageParam: (piece) => piece.next,
});

export function signIn(login: Login): Promise<Me> {
  return ask<Me>("/login", { method: "POST", body: login });
}

export function signOut(): Promise<null> {
  return ask<null>("/logout", { method: "POST" });
}
