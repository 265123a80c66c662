import { useCallback, useEffect, useMemo, useState } from "react";
import { useLiveParts } from "../../live/LiveContext";
import { pageAt, tabsAt } from "../../player/timeline";
import { CONDITIONS } from "../../ui/condition";
import { stopAt, stopsOf } from "./journey";
import type { Tab } from "./PageTabs";
import { placeAt, ticksOf } from "./replay/track";
import { useReplay, useReplaying } from "./replay/useReplay";
import { journeyOf, openPages, type Standing, shownPage } from "./standing";
import { useWatch } from "./useWatch";

/**
 * What is on the screen of one session, whichever it is: the present as the line tells it, or a
 * moment of the recording. The two differ in where each fact comes from, not in what is shown.
 */
export function useView(sessionId: string, second: number | null) {
  const { link } = useLiveParts();
  const { watched, session, detail, standing } = useWatch(sessionId);
  const over = session?.state === "ended";
  const playing = watched?.playing ?? null;
  // A visit whose live picture was on screen stays on screen when it ends.
  const onlyPast = over && (watched?.pictured ?? null) === null;
  const { replay, index, failed } = useReplay(sessionId, {
    session,
    shown: playing?.shown === true,
    onlyPast,
    second,
  });
  const { looking, recording, timeline, at, page, held, viewport } = useReplaying(replay);
  const past = looking === "past";
  const [lookedBack, setLookedBack] = useState(false);
  useEffect(() => {
    if (past) setLookedBack(true);
  }, [past]);

  const ticks = useMemo(() => (recording ? ticksOf(recording) : []), [recording]);
  const stored = detail.data?.pages;
  const told = watched?.pages;
  const pages = useMemo(() => journeyOf(stored ?? [], told ?? []), [stored, told]);
  // Of a visit that is over, from its start on; of one that goes on, the newest first.
  const stops = useMemo(() => {
    const forth = stopsOf(ticks, pages, !over);
    return over ? forth : forth.reverse();
  }, [ticks, pages, over]);

  const livePage = (watched && shownPage(watched)) ?? session?.page ?? pages[0] ?? null;
  const pastPage = page ?? (timeline ? pageAt(timeline, at) : null);
  const shown = past ? pastPage : (watched?.pictured ?? null);

  const openNow = watched ? openPages(watched) : [];
  // When the visit ends its last picture stays, and with it the tab it is of.
  if (over && openNow.length === 0 && livePage) openNow.push(livePage);
  const liveTabs = openNow.map(
    ({ id, title, condition, in_use }): Tab => ({
      id,
      title: title || "Untitled page",
      hint: CONDITIONS[condition].label,
      inUse: in_use,
    }),
  );
  const there = recording && timeline ? tabsAt(recording, at).map(({ id }) => id) : [];
  // Between two pages of a site there is a moment without any: the picture is still of the last.
  if (pastPage && !there.includes(pastPage)) there.push(pastPage);
  const pastTabs = there.map(
    (id): Tab => ({
      id,
      title: placeAt(ticks, id, at)?.title || "Untitled page",
      hint: "",
      inUse: timeline !== null && pageAt(timeline, at) === id,
    }),
  );

  const pick = useCallback((moment: number) => replay.look(moment, true), [replay]);

  return {
    session,
    replay,
    pick,
    recording,
    playing,
    past,
    over,
    onlyPast,
    /** The past has been looked at: its frame is there to stay. */
    lookedBack,
    standing: past && !HOPELESS.has(standing) ? ("replay" as const) : standing,
    /** There is something to look back at. */
    recorded: timeline !== null,
    /** There is, or there may yet be. */
    mayReplay: over
      ? timeline !== null || (index.isPending && past && !failed)
      : playing !== null && recording?.withheld !== "no_consent",
    failed,
    loading: detail.isPending,
    retry: () => void index.refetch(),
    tabs: past ? pastTabs : liveTabs,
    shownPage: shown,
    held: past ? held : (watched?.held ?? null),
    hold: (tab: string | null) => {
      if (past) replay.hold(tab);
      else if (!over) link.watch(sessionId, tab);
    },
    viewport: (past ? viewport : playing?.viewport) ?? session?.page ?? null,
    place: past && pastPage !== null ? (placeAt(ticks, pastPage, at) ?? livePage) : livePage,
    stops,
    current: stopAt(stops, shown, past ? at : Number.POSITIVE_INFINITY),
  };
}

/** Standings in which there is no session to look at at all. */
const HOPELESS: ReadonlySet<Standing> = new Set(["not_found", "forbidden"]);
