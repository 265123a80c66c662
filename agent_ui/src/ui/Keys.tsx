import { Fragment } from "react";
import classes from "./Keys.module.css";

/** One row of a keyboard map: alternatives of one key each, and what they do. */
export interface KeyRow {
  keys: readonly string[];
  does: string;
}

export function Keys({ rows }: { rows: readonly KeyRow[] }) {
  return (
    <dl className={classes.keys}>
      {rows.map((row) => (
        <Fragment key={row.does}>
          <dt>
            {row.keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{row.does}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
