import { ActionIcon, Skeleton, Tooltip } from "@mantine/core";
import {
  IconArrowLeft,
  IconLayoutSidebarRight,
  IconLayoutSidebarRightFilled,
  IconMaximize,
  IconMinimize,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { Avatar } from "../../ui/Avatar";
import { readablePath } from "../../ui/address";
import { CopyButton } from "../../ui/CopyButton";
import { personOf } from "../../ui/person";
import { TierBadge } from "../../ui/TierBadge";
import type { Session } from "../../wire/messages.gen";
import { StatusPill } from "./StatusPill";
import type { Standing } from "./standing";
import classes from "./WatchHeader.module.css";

/** The list that one came from. */
export interface Back {
  to: "/wall" | "/library";
  label: string;
}

interface Props {
  session: Session | null;
  page: { title: string; url: string } | null;
  standing: Standing;
  lagMs: number | null;
  panel: boolean;
  cinema: boolean;
  back: Back;
  onPanel(): void;
  onCinema(): void;
}

export function WatchHeader(props: Props) {
  const { session, page, standing, lagMs, panel, cinema, back, onPanel, onCinema } = props;
  const person = session ? personOf(session) : null;
  return (
    <header className={classes.head}>
      <Tooltip label={`${back.label} (Esc)`}>
        <Link to={back.to} className={classes.back} aria-label={back.label}>
          <IconArrowLeft size={18} stroke={1.8} aria-hidden />
        </Link>
      </Tooltip>
      {session && person ? (
        <div className={classes.who}>
          <Avatar person={person} seed={session.customer?.id ?? session.visitor.id} />
          <div className={classes.two}>
            <h1 className={classes.name}>{person.name}</h1>
            <span className={classes.sub}>
              {person.tier ? <TierBadge tier={person.tier} /> : null}
              <span>{person.anonymous ? "Anonymous" : session.site.name}</span>
            </span>
          </div>
        </div>
      ) : (
        <div className={classes.who}>
          <Skeleton height={34} width={34} radius={10} />
          <div>
            <h1 className={classes.unseen}>Session</h1>
            <Skeleton height={11} width={120} />
            <Skeleton height={9} width={70} mt={7} />
          </div>
        </div>
      )}
      <div className={classes.page}>
        {page ? (
          <>
            <div className={classes.two}>
              <span className={classes.title}>{page.title || "Untitled page"}</span>
              <span className={classes.path} title={page.url}>
                {readablePath(page.url)}
              </span>
            </div>
            <CopyButton value={page.url} what="the page’s address" />
          </>
        ) : null}
      </div>
      <StatusPill standing={standing} lagMs={lagMs} />
      <div className={classes.tools}>
        <Tooltip label={cinema ? "Leave full screen (f)" : "Full screen (f)"}>
          <ActionIcon
            size={32}
            aria-label={cinema ? "Leave full screen" : "Full screen"}
            onClick={onCinema}
          >
            {cinema ? (
              <IconMinimize size={18} stroke={1.6} />
            ) : (
              <IconMaximize size={18} stroke={1.6} />
            )}
          </ActionIcon>
        </Tooltip>
        <Tooltip label={panel ? "Hide the details (i)" : "Show the details (i)"}>
          <ActionIcon size={32} aria-label="Details" aria-expanded={panel} onClick={onPanel}>
            {panel ? (
              <IconLayoutSidebarRightFilled size={18} />
            ) : (
              <IconLayoutSidebarRight size={18} stroke={1.6} />
            )}
          </ActionIcon>
        </Tooltip>
      </div>
    </header>
  );
}
