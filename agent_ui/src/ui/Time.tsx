import { absolute, ago, duration } from "./format";
import { useNow } from "./now";

interface Props {
  at: number;
  className?: string | undefined;
}

/** How long something has been going on, ticking; the moment itself on hover. */
export function Since({ at, className }: Props) {
  const now = useNow();
  return (
    <time className={className} dateTime={new Date(at).toISOString()} title={absolute(at)}>
      {duration(now - at)}
    </time>
  );
}

/** How long ago something was, ticking; the moment itself on hover. */
export function Ago({ at, className }: Props) {
  const now = useNow();
  return (
    <time className={className} dateTime={new Date(at).toISOString()} title={absolute(at)}>
      {ago(now - at)}
    </time>
  );
}
