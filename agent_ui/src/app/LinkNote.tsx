import { Loader } from "@mantine/core";
import { useEffect, useState } from "react";
import { useLive } from "../live/LiveContext";
import { preciseTime } from "../ui/format";
import classes from "./LinkNote.module.css";

/** A line that heals within this time is not worth a word. */
const PATIENCE_MS = 700;

/** Says that what is on screen is getting old; floats, so that nothing moves when it comes. */
export function LinkNote() {
  const since = useLive((live) => live.downSince);
  const [told, setTold] = useState(false);
  useEffect(() => {
    if (since === null) {
      setTold(false);
      return;
    }
    const timer = setTimeout(() => setTold(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [since]);
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
