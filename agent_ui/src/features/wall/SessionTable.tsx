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
  tableRef: RefObject<HTMLTableElement | null>;
}

const COLUMNS = ["Who", "Page", "Now", "Tabs", "Watching", "Here for"] as const;

export function SessionTable({ rows, density, handlers, tableRef }: Props) {
  const order = useMemo(() => rows.map((row) => row.session.id).join(" "), [rows]);
  const list = useGlide<HTMLTableSectionElement>(order);
  const severalSites = new Set(rows.map((row) => row.session.site.key)).size > 1;
  return (
    <table
      aria-label="Live sessions"
      className={classes.table}
      data-density={density}
      ref={tableRef}
    >
      <thead className={classes.head}>
        <tr className={classes.columns}>
          {COLUMNS.map((column) => (
            <th scope="col" key={column} data-column={column}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={list} {...handlers}>
        {rows.map((row) => (
          <SessionRow key={row.session.id} row={row} severalSites={severalSites} />
        ))}
      </tbody>
    </table>
  );
}
