import { absolute, clockTime, dayTime } from "../../ui/format";

const DAY_MS = 86_400_000;

/** A time of today by the clock, an older one with its day. */
export function Moment({ at, className }: { at: number; className?: string | undefined }) {
  const text = Date.now() - at < DAY_MS ? clockTime(at) : dayTime(at);
  return (
    <time className={className} dateTime={new Date(at).toISOString()} title={absolute(at)}>
      {text}
    </time>
  );
}
