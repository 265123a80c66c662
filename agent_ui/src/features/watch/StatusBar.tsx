import type { Playing } from "../../live/liveStore";
import { CONDITIONS } from "../../ui/condition";
import { Now } from "../../ui/Now";
import { Ago } from "../../ui/Time";
import type { PageRef, Session } from "../../wire/messages.gen";
import classes from "./StatusBar.module.css";
import type { Standing } from "./standing";

interface Props {
  session: Session | null;
  page: PageRef | null;
  standing: Standing;
  playing: Playing | null;
}

/** What goes on below the picture: what they do, on what size of window, and how they are connected. */
export function StatusBar({ session, page, standing, playing }: Props) {
  if (!session || standing === "ended") return null;
  const viewport = playing?.viewport ?? page;
  const connected = session.condition !== "disconnected" && session.condition !== "left";
  return (
    <footer className={classes.bar}>
      <Now session={session} />
      {session.condition === "live" ? null : (
        <span className={classes.faint}>
          last active <Ago at={session.last_activity_at} />
        </span>
      )}
      <span className={classes.space} />
      {viewport && viewport.width > 0 ? (
        <span title="Their window, in CSS pixels">
          {viewport.width} × {viewport.height}
        </span>
      ) : null}
      <span
        className={classes.line}
        data-connected={connected}
        title={CONDITIONS[session.condition].meaning}
      >
        {connected ? "Connected" : CONDITIONS[session.condition].label}
      </span>
    </footer>
  );
}
