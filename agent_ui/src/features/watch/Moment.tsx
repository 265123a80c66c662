import { clockTime, dayTime } from "../../ui/format";
import { At } from "../../ui/Time";

const DAY_MS = 86_400_000;

/** A time of today by the clock, an older one with its day. */
export function Moment({ at, className }: { at: number; className?: string | undefined }) {
  return (
    <At at={at} className={className}>
      {Date.now() - at < DAY_MS ? clockTime(at) : dayTime(at)}
    </At>
  );
}
