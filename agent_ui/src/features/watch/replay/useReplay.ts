import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { recordingQuery } from "../../../api/queries";
import { useLive, useLiveParts } from "../../../live/LiveContext";
import type { Session } from "../../../wire/messages.gen";
import { Replay, type Replaying } from "./replay";

/** How often the index of a visit that goes on is asked for: looked at, and beside the live picture. */
const PAST_EVERY_MS = 4_000;
const LIVE_EVERY_MS = 15_000;
/** The last batches of a visit that has just ended are still being put away. */
const SETTLING_EVERY_MS = 2_000;
/** While none could be had at all, with the service within reach. */
const AGAIN_EVERY_MS = 5_000;

interface Facts {
  session: Session | null;
  /** A live picture is on screen; nothing is fetched before that could delay it. */
  shown: boolean;
  /** The visit was over when it was opened: there is only the past. */
  onlyPast: boolean;
  /** Where to begin, in seconds since the session's start. */
  second: number | null;
}

/** What was recorded of a session, and the looking back at it. */
export function useReplay(sessionId: string, { session, shown, onlyPast, second }: Facts) {
  const refetch = useRef(() => {});
  const { store } = useLiveParts();
  const [replay] = useState(
    () =>
      new Replay({
        now: () => Date.now() + store.getState().offsetMs,
        onBehind: () => refetch.current(),
      }),
  );
  const looking = useStore(replay.store, (replaying) => replaying.looking);
  const goesOn = useStore(replay.store, (replaying) => replaying.goesOn);
  const over = session?.state === "ended";

  const index = useQuery({
    ...recordingQuery(sessionId),
    enabled: session !== null && (over || shown || looking === "past"),
    refetchInterval: ({ state: { data, errorUpdateCount } }) => {
      if (!data && errorUpdateCount > 0) return AGAIN_EVERY_MS;
      if (over) return goesOn && SETTLING_EVERY_MS;
      return looking === "past" ? PAST_EVERY_MS : LIVE_EVERY_MS;
    },
  });
  const { refetch: ask } = index;
  // Not `isError`, which is taken back while it is tried again.
  const failed = index.data === undefined && index.errorUpdateCount > 0;
  useEffect(() => {
    refetch.current = () => void ask({ cancelRefetch: false });
  }, [ask]);
  useEffect(() => {
    if (index.data) replay.know(index.data);
  }, [replay, index.data]);

  // What could not be had while the service was away is had again by itself.
  const reached = useLive((live) => live.link === "up");
  useEffect(() => {
    if (reached && replay.store.getState().stuck) replay.again();
    if (reached && failed) refetch.current();
  }, [replay, reached, failed]);

  const startedAt = session?.started_at;
  const begunAt = useRef<number | null | undefined>(undefined);
  useEffect(() => {
    if (startedAt === undefined) return;
    const asked = begunAt.current !== second;
    begunAt.current = second;
    if (!onlyPast && second === null) return;
    // Whoever looks back already when the visit ends is where they want to be.
    if (!asked && replay.store.getState().looking === "past") return;
    const still = window.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? false;
    replay.setSkipsIdle(onlyPast);
    replay.look(startedAt + (second ?? 0) * 1_000, !still);
  }, [replay, startedAt, onlyPast, second]);

  return { replay, index, failed };
}

export function useReplaying(replay: Replay): Replaying {
  return useStore(replay.store);
}
