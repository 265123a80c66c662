import type { ReactNode } from "react";
import { absolute, ago, duration } from "./format";
import { useNow } from "./now";

interface Props {
  at: number;
  className?: string | undefined;
}

/** A moment, said in whichever way; in full on hover. */
export function At({ at, className, children }: Props & { children: ReactNode }) {
  return (
    <time className={className} dateTime={new Date(at).toISOString()} title={absolute(at)}>
      {children}
    </time>
  );
}

/** How long something has been going on, ticking. */
export function Since({ at, className }: Props) {
  const now = useNow();
  return (
    <At at={at} className={className}>
      {duration(now - at)}
    </At>
  );
}

/** How long ago something was, ticking. */
export function Ago({ at, className }: Props) {
  const now = useNow();
  return (
    <At at={at} className={className}>
      {ago(now - at)}
    </At>
  );
}
