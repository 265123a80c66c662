import { Link } from "@tanstack/react-router";
import type { Session } from "../wire/messages.gen";
import { Avatar } from "./Avatar";
import classes from "./ListTable.module.css";
import { personOf } from "./person";
import { TierBadge } from "./TierBadge";

interface Props {
  session: Session;
  /** The list has sessions of more than one site: each row says which one. */
  severalSites?: boolean;
}

/** Whose session a row is of; its name leads there. */
export function WhoCell({ session, severalSites = false }: Props) {
  const person = personOf(session);
  const { site, visitor, customer } = session;
  const aside = person.anonymous ? "Anonymous" : visitor.label;
  return (
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
  );
}
