import type { Ref } from "react";
import { dayName } from "../../ui/format";
import { ListTable } from "../../ui/ListTable";
import type { Session } from "../../wire/messages.gen";
import { byDay } from "./days";
import { VisitRow } from "./VisitRow";
import classes from "./VisitTable.module.css";

interface Props {
  visits: readonly Session[];
  tableRef: Ref<HTMLTableElement>;
}

const COLUMNS = ["Who", "Last page", "Site", "Began", "Stayed"] as const;

export function VisitTable({ visits, tableRef }: Props) {
  return (
    <ListTable label="Past visits" columns={COLUMNS} className={classes.table} ref={tableRef}>
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
    </ListTable>
  );
}
