import { IconBroadcast, IconCode } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { endedQuery } from "../../api/queries";
import { Avatar } from "../../ui/Avatar";
import { CopyButton } from "../../ui/CopyButton";
import { duration } from "../../ui/format";
import { Notice } from "../../ui/Notice";
import { personOf } from "../../ui/person";
import { TierBadge } from "../../ui/TierBadge";
import { Ago } from "../../ui/Time";
import { endOf, lengthOf } from "../../ui/visit";
import type { Session } from "../../wire/messages.gen";
import classes from "./EmptyWall.module.css";

const LAST_VISITS = 5;

/** Nobody is there: either not now, or never yet. The two need different words. */
export function EmptyWall() {
  const ended = useQuery(endedQuery);
  if (ended.isPending) return null;
  const visits = ended.data?.items.slice(0, LAST_VISITS) ?? [];
  return (
    <div className={classes.empty}>
      {visits.length > 0 || ended.isError ? <QuietNow visits={visits} /> : <FirstUse />}
    </div>
  );
}

function QuietNow({ visits }: { visits: readonly Session[] }) {
  return (
    <>
      <Notice
        icon={<IconBroadcast size={26} stroke={1.6} />}
        title="Nobody is on your sites right now"
      >
        Visitors appear here by themselves the moment they open a page.
      </Notice>
      {visits.length > 0 ? (
        <section className={classes.last} aria-labelledby="last-visits">
          <h2 id="last-visits">Last visits</h2>
          <ul>
            {visits.map((visit) => (
              <LastVisit key={visit.id} visit={visit} />
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

function LastVisit({ visit }: { visit: Session }) {
  const person = personOf(visit);
  return (
    <li>
      <Avatar person={person} seed={visit.customer?.id ?? visit.visitor.id} size="sm" />
      <Link to="/sessions/$sessionId" params={{ sessionId: visit.id }}>
        {person.name}
      </Link>
      <TierBadge tier={person.tier} />
      <span className={classes.length}>stayed {duration(lengthOf(visit))}</span>
      <Ago at={endOf(visit)} className={classes.ago} />
    </li>
  );
}

function FirstUse() {
  const command = 'cobrowse site add --name "My shop" --origin https://shop.example.com';
  const tag = `<script async src="${window.location.origin}/capture.js"\n        data-site="YOUR-SITE-KEY" data-consent="notice"></script>`;
  return (
    <>
      <Notice icon={<IconCode size={26} stroke={1.6} />} title="Put the tag on a site">
        One line in the head of your pages, and visitors appear here live.
      </Notice>
      <ol className={classes.steps}>
        <li>
          <div>
            <strong>Add the site</strong> on the server. It prints the tag with the site’s own key.
          </div>
          <Snippet text={command} what="the command" />
        </li>
        <li>
          <div>
            <strong>Paste the tag</strong> into the <code>&lt;head&gt;</code> of every page.
          </div>
          <Snippet text={tag} what="the tag" />
        </li>
        <li>
          <div>
            <strong>Open a page of the site.</strong> This wall shows it within a second.
          </div>
        </li>
      </ol>
    </>
  );
}

function Snippet({ text, what }: { text: string; what: string }) {
  return (
    <div className={classes.snippet}>
      <pre>{text}</pre>
      <CopyButton value={text} what={what} />
    </div>
  );
}
