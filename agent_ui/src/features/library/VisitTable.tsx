import type { RefObject } from "react";
import { dayName } from "../../ui/format";
import type { Session } from "../../wire/messages.gen";
import { byDay } from "./days";
import { VisitRow } from "./VisitRow";
import classes from "./VisitTable.module.css";

interface Props {
  visits: readonly Session[];
  tableRef: RefObject<HTMLTableElement | null>;
}

const COLUMNS = ["Who", "Last page", "Site", "Began", "Stayed"] as const;

export function VisitTable({ visits, tableRef }: Props) {
  return (
    <table aria-label="Past visits" className={classes.table} ref={tableRef}>
      <thead className={classes.head}>
        <tr className={classes.columns}>
          {COLUMNS.map((column) => (
            <th scope="col" key={column} data-column={column}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      {byDay(visits).map((day) => (
        <tbody key={day.at}>
          <tr className={classes.day}>
            <th scope="rowgroup" colSpan={COLUMNS.length}>
              {dayName(day.at)}
            </th>
          </tr>
          {day.visits.map((visit) => (
            <VisitRow key={visit.id} visit={visit} />
          ))}
        </tbody>
      ))}
    </table>
  );
}
