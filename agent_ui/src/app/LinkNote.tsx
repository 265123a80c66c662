import { Loader } from "@mantine/core";
import { useLive } from "../live/LiveContext";
import { preciseTime } from "../ui/format";
import { useLasting } from "../ui/useLasting";
import classes from "./LinkNote.module.css";

/** A line that heals within this time is not worth a word. */
const PATIENCE_MS = 700;

/** Says that what is on screen is getting old; floats, so that nothing moves when it comes. */
export function LinkNote() {
  const since = useLive((live) => live.downSince);
  const told = useLasting(since !== null, PATIENCE_MS);
  return (
    <div className={classes.place} role="status">
      {told && since !== null ? (
        <div className={classes.note}>
          <Loader size={14} color="currentColor" aria-hidden />
          <span>
            <strong>Reconnecting.</strong> What you see is from {preciseTime(since)}.
          </span>
        </div>
      ) : null}
    </div>
  );
}
