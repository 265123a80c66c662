import { IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { Avatar } from "../../ui/Avatar";
import { readablePath } from "../../ui/address";
import { absolute, clockTime, duration } from "../../ui/format";
import { personOf } from "../../ui/person";
import { TierBadge } from "../../ui/TierBadge";
import type { Session } from "../../wire/messages.gen";
import classes from "./VisitTable.module.css";

/** One visit that is over: who, where it ended, when it began and how long it was. */
export function VisitRow({ visit }: { visit: Session }) {
  const person = personOf(visit);
  const { page, site, visitor, customer } = visit;
  const endedAt = visit.ended_at ?? visit.last_activity_at;
  return (
    <tr className={classes.row}>
      <td className={classes.who}>
        <Avatar person={person} seed={customer?.id ?? visitor.id} />
        <div className={classes.two}>
          <span className={classes.name}>
            <Link
              to="/sessions/$sessionId"
              params={{ sessionId: visit.id }}
              className={classes.link}
              data-row-link
            >
              {person.name}
            </Link>
            <TierBadge tier={person.tier} />
            {person.unverified ? <span className={classes.faint}>not verified</span> : null}
          </span>
          <span className={classes.sub}>{person.anonymous ? "Anonymous" : visitor.label}</span>
        </div>
      </td>
      <td className={classes.page}>
        <span className={classes.title}>
          {page ? page.title || "Untitled page" : "No page was seen"}
        </span>
        <span className={classes.path} title={page?.url}>
          {page ? readablePath(page.url) : ""}
        </span>
      </td>
      <td className={classes.site}>{site.name}</td>
      <td className={classes.when}>
        <time
          dateTime={new Date(visit.started_at).toISOString()}
          title={absolute(visit.started_at)}
        >
          {clockTime(visit.started_at)}
        </time>
      </td>
      <td className={classes.length}>{duration(endedAt - visit.started_at)}</td>
      <td className={classes.go} aria-hidden>
        <IconChevronRight size={16} stroke={1.7} />
      </td>
    </tr>
  );
}
