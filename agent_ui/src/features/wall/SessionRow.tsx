import { IconBrowser, IconEye } from "@tabler/icons-react";
import { memo } from "react";
import { count } from "../../ui/format";
import { ListRow } from "../../ui/ListTable";
import { Now } from "../../ui/Now";
import { PageCell } from "../../ui/PageCell";
import { Since } from "../../ui/Time";
import { useFlash } from "../../ui/useFlash";
import { WhoCell } from "../../ui/WhoCell";
import type { Row } from "./order";
import classes from "./SessionTable.module.css";

interface Props {
  row: Row;
  /** More than one site is on the wall: each row says which one. */
  severalSites: boolean;
}

export const SessionRow = memo(function SessionRow({ row, severalSites }: Props) {
  const { session, leaving } = row;
  const { page, watchers } = session;
  const pageCell = useFlash<HTMLTableCellElement>(`${page?.url ?? ""} ${page?.title ?? ""}`);
  const standing = leaving ? ({ condition: "left", doing: "viewing" } as const) : session;
  return (
    <ListRow data-key={session.id} data-leaving={leaving || undefined}>
      <WhoCell session={session} severalSites={severalSites} />
      <PageCell page={page} none="No page open" className={classes.page} ref={pageCell} />
      <td className={classes.doing}>
        <Now session={standing} />
      </td>
      <td className={classes.tabs} data-none={session.pages < 2 || undefined}>
        <IconBrowser size={15} stroke={1.6} aria-hidden />
        <span>{count(session.pages)}</span>
        <span className={classes.unseen}>{session.pages === 1 ? "tab" : "tabs"}</span>
      </td>
      <td className={classes.watchers} title={watchers.join(", ")}>
        {watchers.length > 0 ? (
          <>
            <IconEye size={15} stroke={1.6} aria-hidden />
            <span className={classes.names}>{watchers[0]}</span>
            {watchers.length > 1 ? <span>+{count(watchers.length - 1)}</span> : null}
          </>
        ) : null}
      </td>
      <td className={classes.since}>
        <Since at={session.started_at} />
      </td>
    </ListRow>
  );
});
