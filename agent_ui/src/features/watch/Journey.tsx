import { UnstyledButton } from "@mantine/core";
import { memo } from "react";
import { readablePath } from "../../ui/address";
import { position } from "../../ui/format";
import { At } from "../../ui/Time";
import classes from "./Journey.module.css";
import type { Stop } from "./journey";
import { Moment } from "./Moment";

interface Props {
  stops: readonly Stop[];
  current: Stop | null;
  /** When the visit is over its own time is told, from this on; else the time of day. */
  from: number | null;
  /** Shows the visit from a stop on; absent where nothing was recorded. */
  onPick: ((at: number) => void) | null;
}

/** Where the visitor has been in this visit. */
export const Journey = memo(function Journey({ stops, current, from, onPick }: Props) {
  return (
    <ol className={classes.journey}>
      {stops.map((stop) => {
        const { page, kind, at, open } = stop;
        return (
          <li
            key={`${page} ${kind} ${at}`}
            data-kind={kind}
            data-open={open || undefined}
            data-shown={stop === current || undefined}
            aria-current={stop === current ? "step" : undefined}
          >
            {onPick ? (
              <UnstyledButton className={classes.stop} onClick={() => onPick(at)}>
                <What stop={stop} from={from} />
              </UnstyledButton>
            ) : (
              <div className={classes.stop}>
                <What stop={stop} from={from} />
              </div>
            )}
          </li>
        );
      })}
    </ol>
  );
});

function What({ stop, from }: { stop: Stop; from: number | null }) {
  const { kind, title, url, at } = stop;
  const path = readablePath(url);
  if (kind === "paused" || kind === "gap") {
    return (
      <>
        <span className={classes.event}>
          {kind === "paused" ? "Paused by the customer" : "Something is missing here"}
        </span>
        <When at={at} from={from} />
      </>
    );
  }
  return (
    <>
      <span className={classes.title}>{title || path || "Untitled page"}</span>
      <When at={at} from={from} />
      {title ? (
        <span className={classes.path} title={url}>
          {path}
        </span>
      ) : null}
    </>
  );
}

function When({ at, from }: { at: number; from: number | null }) {
  if (from === null) return <Moment at={at} className={classes.at} />;
  return (
    <At at={at} className={classes.at}>
      {position(at - from)}
    </At>
  );
}
