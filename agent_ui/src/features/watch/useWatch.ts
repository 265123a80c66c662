import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { ApiError } from "../../api/http";
import { sessionQuery } from "../../api/queries";
import { useLive } from "../../live/LiveContext";
import { standingOf } from "./standing";

/** One session on screen. The route has begun to watch it; its history is fetched beside. */
export function useWatch(sessionId: string) {
  const line = useLive((live) => live.link);
  const current = useLive((live) => live.watched);
  const watched = current?.id === sessionId ? current : null;
  const detail = useQuery(sessionQuery(sessionId));
  const { refetch } = detail;

  // The history grows when a page opens or a visit ends; both are told live.
  const chapter = `${watched?.pages.map((page) => page.id).join()} ${watched?.session?.state} ${watched?.refused}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new chapter is the reason to ask again
  useEffect(() => {
    if (watched?.session) void refetch();
  }, [chapter, refetch]);

  const session = newest(watched?.session ?? null, detail.data?.session ?? null);
  const detailRefused = detail.error instanceof ApiError ? detail.error.code : null;
  const standing = standingOf({
    link: line,
    watched,
    session,
    detailRefused,
    detailPending: detail.isPending,
  });
  return { watched, session, detail, standing };
}

/** The live session is the truth, except that an end is final wherever it is heard of. */
function newest<T extends { state: string }>(live: T | null, stored: T | null): T | null {
  if (!live) return stored;
  return stored?.state === "ended" ? stored : live;
}
