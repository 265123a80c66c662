import { CONDITIONS } from "../../ui/condition";
import { Now } from "../../ui/Now";
import { Ago } from "../../ui/Time";
import { endOf } from "../../ui/visit";
import type { Session } from "../../wire/messages.gen";
import classes from "./StatusBar.module.css";

interface Props {
  session: Session | null;
  viewport: { width: number; height: number } | null;
  /** The visitor did not agree to a recording: what is seen now cannot be seen again. */
  unrecorded: boolean;
}

/**
 * What goes on below the picture: what they do now, whichever moment is looked at, on what size of
 * window, and how they are connected.
 */
export function StatusBar({ session, viewport, unrecorded }: Props) {
  if (!session) return null;
  const over = session.state === "ended";
  const connected = session.condition !== "disconnected" && session.condition !== "left";
  return (
    <footer className={classes.bar}>
      {over ? (
        <span>
          Ended <Ago at={endOf(session)} />
        </span>
      ) : (
        <Now session={session} />
      )}
      {over || session.condition === "live" ? null : (
        <span className={classes.faint}>
          last active <Ago at={session.last_activity_at} />
        </span>
      )}
      <span className={classes.space} />
      {unrecorded ? (
        <span title="They agreed to be seen live, and not to a recording">Not recorded</span>
      ) : null}
      {viewport && viewport.width > 0 ? (
        <span title="Their window, in CSS pixels">
          {viewport.width} × {viewport.height}
        </span>
      ) : null}
      {over ? null : (
        <span
          className={classes.line}
          data-connected={connected}
          title={CONDITIONS[session.condition].meaning}
        >
          {connected ? "Connected" : CONDITIONS[session.condition].label}
        </span>
      )}
    </footer>
  );
}
