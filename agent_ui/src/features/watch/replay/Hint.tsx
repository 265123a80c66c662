import { readablePath } from "../../../ui/address";
import { preciseTime } from "../../../ui/format";
import classes from "./Scrubber.module.css";
import { shareOf, type Tick, type Track, tickNear } from "./track";
import { gapWords } from "./words";

interface Props {
  track: Track;
  at: number;
  /** Of the track, in CSS pixels. */
  width: number;
  label: string;
}

const HALF_PX = 110;
const REACH_PX = 7;

/** What is under the pointer: the time in the visit, the time of day, and what happened there. */
export function Hint({ track, at, width, label }: Props) {
  const x = shareOf(track, at) * width;
  const reach = width > 0 ? (REACH_PX / width) * (track.to_at - track.from_at) : 0;
  const tick = tickNear(track.ticks, at, reach);
  const gap = track.gaps.find(({ from_at, to_at }) => from_at - reach <= at && at <= to_at + reach);
  const middle = Math.min(
    Math.max(x, Math.min(HALF_PX, width / 2)),
    Math.max(width - HALF_PX, width / 2),
  );
  return (
    <span className={classes.hint} style={{ left: middle }} aria-hidden>
      <span className={classes.when}>
        <b>{label}</b>
        {preciseTime(at)}
      </span>
      {gap ? (
        <span className={classes.what}>{gapWords(gap.reason, gap)}</span>
      ) : tick ? (
        <What tick={tick} />
      ) : null}
    </span>
  );
}

function What({ tick }: { tick: Tick }) {
  if (tick.kind === "paused") return <span className={classes.what}>Paused by the customer</span>;
  if (tick.kind === "gap") return null;
  return (
    <>
      {tick.title ? <span className={classes.what}>{tick.title}</span> : null}
      <span className={classes.path}>{readablePath(tick.url)}</span>
    </>
  );
}
