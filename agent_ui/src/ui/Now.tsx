import type { Session } from "../wire/messages.gen";
import { CONDITIONS, nowPhrase } from "./condition";
import classes from "./Now.module.css";

type Props = { session: Pick<Session, "condition" | "doing"> };

/** The small sign of life beside a session: still when nothing happens, moving with what they do. */
function Pulse({ session: { condition, doing } }: Props) {
  return (
    <span
      aria-hidden
      className={classes.pulse}
      data-condition={condition}
      data-doing={condition === "live" ? doing : undefined}
    >
      <i />
      <i />
      <i />
    </span>
  );
}

export function Now({ session }: Props) {
  return (
    <span
      className={classes.now}
      data-condition={session.condition}
      title={CONDITIONS[session.condition].meaning}
    >
      <Pulse session={session} />
      {nowPhrase(session)}
    </span>
  );
}
