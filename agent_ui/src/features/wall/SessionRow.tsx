import { IconBrowser, IconEye } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { Avatar } from "../../ui/Avatar";
import { readablePath } from "../../ui/address";
import { count } from "../../ui/format";
import { Now } from "../../ui/Now";
import { personOf } from "../../ui/person";
import { TierBadge } from "../../ui/TierBadge";
import { Since } from "../../ui/Time";
import { useFlash } from "../../ui/useFlash";
import type { Row } from "./order";
import classes from "./SessionTable.module.css";

interface Props {
  row: Row;
  /** More than one site is on the wall: each row says which one. */
  severalSites: boolean;
}

export const SessionRow = memo(function SessionRow({ row, severalSites }: Props) {
  const { session, leaving } = row;
  const person = personOf(session);
  const { page, site, visitor, customer, watchers } = session;
  const pageCell = useFlash<HTMLTableCellElement>(`${page?.url ?? ""} ${page?.title ?? ""}`);
  const aside = person.anonymous ? "Anonymous" : visitor.label;
  const standing = leaving ? ({ condition: "left", doing: "viewing" } as const) : session;
  return (
    <tr className={classes.row} data-key={session.id} data-leaving={leaving || undefined}>
      <td className={classes.who}>
        <Avatar person={person} seed={customer?.id ?? visitor.id} />
        <div className={classes.two}>
          <span className={classes.name}>
            <Link
              to="/sessions/$sessionId"
              params={{ sessionId: session.id }}
              className={classes.link}
              data-row-link
            >
              {person.name}
            </Link>
            <TierBadge tier={person.tier} />
            {person.unverified ? <span className={classes.faint}>not verified</span> : null}
          </span>
          <span className={classes.sub} data-anonymous={person.anonymous || undefined}>
            {severalSites ? `${aside} · ${site.name}` : aside}
          </span>
        </div>
      </td>
      <td className={classes.page} ref={pageCell}>
        <span className={classes.title}>
          {page ? page.title || "Untitled page" : "No page open"}
        </span>
        <span className={classes.path} title={page?.url}>
          {page ? readablePath(page.url) : ""}
        </span>
      </td>
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
    </tr>
  );
});
