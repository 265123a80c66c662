import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { position, preciseTime, spokenPosition } from "../../../ui/format";
import { Ground } from "./Ground";
import { Hint } from "./Hint";
import classes from "./Scrubber.module.css";
import { momentAt, shareOf, type Track } from "./track";

interface Props {
  track: Track;
  /** The session's start, from which its time is counted. */
  startedAt: number;
  at: number;
  /** The present is on screen: the end of the track. */
  live: boolean;
  /** What is on screen is still being fetched. */
  waiting: boolean;
  onSeek(at: number): void;
  onEnd(): void;
}

const STEP_MS = 5_000;
const LEAP_MS = 60_000;
/** While the knob is dragged, the picture follows it this often. */
const FOLLOW_MS = 150;

/** The whole visit as one line: what was done when, what is missing, and where the picture is. */
export function Scrubber({ track, startedAt, at, live, waiting, onSeek, onEnd }: Props) {
  const bar = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const [dragged, setDragged] = useState<number | null>(null);
  const soughtAt = useRef(0);

  const under = (event: PointerEvent): number => {
    const box = bar.current?.getBoundingClientRect();
    return box && box.width > 0 ? momentAt(track, (event.clientX - box.left) / box.width) : at;
  };
  const seek = (moment: number) => {
    soughtAt.current = performance.now();
    onSeek(moment);
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDragged(under(event));
    seek(under(event));
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const moment = under(event);
    setPointed(moment);
    if (dragged === null) return;
    setDragged(moment);
    if (performance.now() - soughtAt.current > FOLLOW_MS) seek(moment);
  };
  const onPointerUp = (event: PointerEvent<HTMLDivElement>) => {
    if (dragged === null) return;
    setDragged(null);
    seek(under(event));
    if (event.pointerType === "touch") setPointed(null);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const to = keyed(event.key, at, track);
    if (to === null || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (to >= track.to_at) onEnd();
    else onSeek(Math.max(track.from_at, to));
  };

  const shownAt = dragged ?? (live ? track.to_at : at);
  const seconds = (moment: number) => Math.max(0, Math.round((moment - startedAt) / 1_000));
  return (
    <div
      ref={bar}
      className={classes.bar}
      data-live={live || undefined}
      data-dragging={dragged !== null || undefined}
      data-waiting={waiting || undefined}
      role="slider"
      tabIndex={0}
      aria-label="Place in the visit"
      aria-valuemin={0}
      aria-valuemax={seconds(track.to_at)}
      aria-valuenow={seconds(shownAt)}
      aria-valuetext={
        live
          ? "Live"
          : `${spokenPosition(shownAt - startedAt)} of ${spokenPosition(track.to_at - startedAt)}, ${preciseTime(shownAt)}`
      }
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => setDragged(null)}
      onPointerLeave={() => setPointed(null)}
      onKeyDown={onKeyDown}
    >
      <Ground track={track} share={shareOf(track, shownAt)} />
      <i className={classes.knob} style={{ left: `${shareOf(track, shownAt) * 100}%` }} />
      {pointed === null ? null : (
        <Hint
          track={track}
          at={dragged ?? pointed}
          width={bar.current?.clientWidth ?? 0}
          label={position((dragged ?? pointed) - startedAt)}
        />
      )}
    </div>
  );
}

/** Where a key leads, or null when it means nothing here. */
function keyed(key: string, at: number, track: Track): number | null {
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return at + STEP_MS;
    case "ArrowLeft":
    case "ArrowDown":
      return at - STEP_MS;
    case "PageUp":
      return at + LEAP_MS;
    case "PageDown":
      return at - LEAP_MS;
    case "Home":
      return track.from_at;
    case "End":
      return track.to_at;
    default:
      return null;
  }
}
