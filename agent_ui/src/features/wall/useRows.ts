import { useEffect, useMemo, useRef, useState } from "react";
import type { Session } from "../../wire/messages.gen";
import { type Filter, matches } from "./filter";
import { arrange, type Row } from "./order";

const REST_MS = 4_000;

/** The rows to show, kept in place while somebody is about to pick one. */
export function useRows(sessions: ReadonlyMap<string, Session>, held: boolean, filter: Filter) {
  const before = useRef<readonly Row[]>([]);
  const rows = useMemo(() => arrange(before.current, sessions, held), [sessions, held]);
  useEffect(() => {
    before.current = rows;
  }, [rows]);
  const { words, condition } = filter;
  return useMemo(
    () => rows.filter((row) => matches(row.session, { words, condition })),
    [rows, words, condition],
  );
}

/**
 * Whether the order must hold still: the mouse moved over the list a moment ago, or the keyboard
 * is in it. A mouse left lying on the list does not freeze the wall for the rest of the day.
 */
export function useHold() {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const release = () => {
    clearTimeout(timer.current);
    setPointed(false);
  };
  return {
    held: pointed || focused,
    handlers: {
      onPointerMove: () => {
        clearTimeout(timer.current);
        timer.current = setTimeout(release, REST_MS);
        setPointed(true);
      },
      onPointerLeave: release,
      onFocus: () => setFocused(true),
      onBlur: (event: { currentTarget: Node; relatedTarget: unknown }) => {
        const to = event.relatedTarget;
        if (!(to instanceof Node && event.currentTarget.contains(to))) setFocused(false);
      },
    },
  };
}
