import { Skeleton } from "@mantine/core";
import { IconEye, IconRosetteDiscountCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { count, duration } from "../../ui/format";
import { personOf } from "../../ui/person";
import { TierBadge } from "../../ui/TierBadge";
import { Ago, Since } from "../../ui/Time";
import { endOf, lengthOf } from "../../ui/visit";
import type { Session } from "../../wire/messages.gen";
import { Journey } from "./Journey";
import type { Stop } from "./journey";
import { Moment } from "./Moment";
import classes from "./SidePanel.module.css";

interface Props {
  session: Session | null;
  stops: readonly Stop[];
  current: Stop | null;
  loading: boolean;
  onPick: ((at: number) => void) | null;
}

export function SidePanel({ session, stops, current, loading, onPick }: Props) {
  if (!session) return <Skeleton height={180} radius="md" aria-hidden />;
  const person = personOf(session);
  const ended = session.ended_at;
  return (
    <div className={classes.panel}>
      <section>
        <h2>{person.anonymous ? "Visitor" : "Customer"}</h2>
        <dl>
          <Fact name="Name">
            {person.name}
            {person.anonymous || person.unverified ? null : (
              <IconRosetteDiscountCheck
                size={15}
                stroke={1.7}
                color="var(--accent)"
                role="img"
                aria-label="verified by the site"
              />
            )}
          </Fact>
          {person.tier ? (
            <Fact name="Tier">
              <TierBadge tier={person.tier} />
            </Fact>
          ) : null}
          {person.anonymous ? <Fact name="Signed in">No</Fact> : null}
          {person.unverified ? <Fact name="Identity">Not verified by the site</Fact> : null}
          {person.anonymous ? null : <Fact name="Browser">{session.visitor.label}</Fact>}
        </dl>
      </section>
      <section>
        <h2>Visit</h2>
        <dl>
          <Fact name="Site">{session.site.name}</Fact>
          <Fact name="Started">
            <Moment at={session.started_at} />
          </Fact>
          {ended === null ? (
            <>
              <Fact name="Here for">
                <Since at={session.started_at} />
              </Fact>
              <Fact name="Last activity">
                <Ago at={session.last_activity_at} />
              </Fact>
              <Fact name="Open tabs">{count(session.pages)}</Fact>
            </>
          ) : (
            <>
              <Fact name="Ended">
                <Moment at={endOf(session)} />
              </Fact>
              <Fact name="Stayed">{duration(lengthOf(session))}</Fact>
            </>
          )}
        </dl>
      </section>
      {session.watchers.length > 0 && ended === null ? (
        <section>
          <h2>Watching now</h2>
          <ul className={classes.watchers}>
            {session.watchers.map((name) => (
              <li key={name}>
                <IconEye size={15} stroke={1.7} aria-hidden />
                {name}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <section>
        <h2>Journey</h2>
        {loading && stops.length === 0 ? (
          <Skeleton height={90} radius="md" />
        ) : (
          <Journey
            stops={stops}
            current={current}
            from={ended === null ? null : session.started_at}
            onPick={onPick}
          />
        )}
      </section>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
