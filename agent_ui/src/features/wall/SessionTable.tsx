import { type Ref, useMemo } from "react";
import { ListTable } from "../../ui/ListTable";
import { useGlide } from "../../ui/useGlide";
import type { Row } from "./order";
import { SessionRow } from "./SessionRow";
import classes from "./SessionTable.module.css";

interface Props {
  rows: readonly Row[];
  dense: boolean;
  handlers: object;
  tableRef: Ref<HTMLTableElement>;
}

const COLUMNS = ["Who", "Page", "Now", "Tabs", "Watching", "Here for"] as const;

export function SessionTable({ rows, dense, handlers, tableRef }: Props) {
  const order = useMemo(() => rows.map((row) => row.session.id).join(" "), [rows]);
  const list = useGlide<HTMLTableSectionElement>(order);
  const severalSites = new Set(rows.map((row) => row.session.site.key)).size > 1;
  return (
    <ListTable
      label="Live sessions"
      columns={COLUMNS}
      className={classes.table}
      dense={dense}
      ref={tableRef}
    >
      <tbody ref={list} {...handlers}>
        {rows.map((row) => (
          <SessionRow key={row.session.id} row={row} severalSites={severalSites} />
        ))}
      </tbody>
    </ListTable>
  );
}
