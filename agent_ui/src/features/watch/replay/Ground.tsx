import { memo } from "react";
import classes from "./Scrubber.module.css";
import { shareOf, type Track } from "./track";

interface Props {
  track: Track;
  /** How far the picture has come, 0 to 1. */
  share: number;
}

/** What lies under the knob: the customer's activity, gaps and page changes. */
export function Ground({ track, share }: Props) {
  const played = `inset(0 ${((1 - share) * 100).toFixed(3)}% 0 0)`;
  return (
    <span className={classes.ground} aria-hidden>
      <Busy track={track} />
      <span className={classes.played} style={{ clipPath: played }}>
        <Busy track={track} />
      </span>
      <Marks track={track} />
    </span>
  );
}

/** The line and, growing out of it, how busy the customer was. */
const Busy = memo(function Busy({ track }: { track: Track }) {
  const from = shareOf(track, track.recorded.from_at) * 100;
  const to = shareOf(track, track.recorded.to_at) * 100;
  return (
    <>
      <svg
        className={classes.busy}
        style={{ left: `${from}%`, width: `${to - from}%` }}
        viewBox={`0 0 ${track.busy.length} 1`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path d={outline(track.busy)} />
      </svg>
      <span className={classes.line} />
    </>
  );
});

const Marks = memo(function Marks({ track }: { track: Track }) {
  return (
    <>
      {track.gaps.map((gap) => {
        const from = shareOf(track, gap.from_at) * 100;
        const width = shareOf(track, gap.to_at) * 100 - from;
        return (
          <i
            key={`${gap.page} ${gap.from_at}`}
            className={classes.gap}
            style={{ left: `${from}%`, width: `max(4px, ${width}%)` }}
          />
        );
      })}
      {track.ticks.map((tick) =>
        tick.kind === "gap" ? null : (
          <i
            key={`${tick.page} ${tick.kind} ${tick.at}`}
            className={classes.tick}
            data-kind={tick.kind}
            style={{ left: `${shareOf(track, tick.at) * 100}%` }}
          />
        ),
      )}
    </>
  );
});

/** An area of rounded hills: each part's height, led over into the next one's. */
function outline(busy: readonly number[]): string {
  const smooth = busy.map(
    (_, i) => ((busy[i - 1] ?? 0) + 2 * (busy[i] ?? 0) + (busy[i + 1] ?? 0)) / 4,
  );
  let path = "M0 1";
  smooth.forEach((height, i) => {
    path += `L${i + 0.5} ${(1 - height).toFixed(3)}`;
  });
  return `${path}L${busy.length} 1Z`;
}
