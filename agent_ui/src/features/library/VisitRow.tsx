import { IconChevronRight } from "@tabler/icons-react";
import { clockTime, duration } from "../../ui/format";
import { ListRow } from "../../ui/ListTable";
import { PageCell } from "../../ui/PageCell";
import { At } from "../../ui/Time";
import { lengthOf } from "../../ui/visit";
import { WhoCell } from "../../ui/WhoCell";
import type { Session } from "../../wire/messages.gen";
import classes from "./VisitTable.module.css";

/** One visit that is over: who, where it ended, when it began and how long it was. */
export function VisitRow({ visit }: { visit: Session }) {
  return (
    <ListRow>
      <WhoCell session={visit} />
      <PageCell page={visit.page} none="No page was seen" />
      <td className={classes.site}>{visit.site.name}</td>
      <td className={classes.when}>
        <At at={visit.started_at}>{clockTime(visit.started_at)}</At>
      </td>
      <td className={classes.length}>{duration(lengthOf(visit))}</td>
      <td className={classes.go} aria-hidden>
        <IconChevronRight size={16} stroke={1.7} />
      </td>
    </ListRow>
  );
}
