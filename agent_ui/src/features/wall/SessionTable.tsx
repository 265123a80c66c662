import { type RefObject, useMemo } from "react";
import { useGlide } from "../../ui/useGlide";
import type { Row } from "./order";
import { SessionRow } from "./SessionRow";
import classes from "./SessionTable.module.css";
import type { Density } from "./wallView";

interface Props {
  rows: readonly Row[];
  density: Density;
  handlers: object;
  tableRef: RefObject<HTMLDivElement | null>;
}

const COLUMNS = ["Who", "Page", "Now", "Tabs", "Watching", "Here for"] as const;

export function SessionTable({ rows, density, handlers, tableRef }: Props) {
  const order = useMemo(() => rows.map((row) => row.session.id).join(" "), [rows]);
  const list = useGlide<HTMLDivElement>(order);
  const severalSites = new Set(rows.map((row) => row.session.site.key)).size > 1;
  return (
    <div
      role="table"
      aria-label="Live sessions"
      aria-rowcount={rows.length + 1}
      className={classes.table}
      data-density={density}
      ref={tableRef}
    >
      <div role="rowgroup" className={classes.head}>
        <div role="row" className={classes.columns}>
          {COLUMNS.map((column) => (
            <span role="columnheader" key={column} data-column={column}>
              {column}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className={classes.body} ref={list} {...handlers}>
        {rows.map((row) => (
          <SessionRow key={row.session.id} row={row} severalSites={severalSites} />
        ))}
      </div>
    </div>
  );
}
