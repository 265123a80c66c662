import { ActionIcon, Skeleton, Tooltip } from "@mantine/core";
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerTrackNext,
  IconRewindBackward10,
  IconRewindForward10,
} from "@tabler/icons-react";
import { type ReactNode, useMemo } from "react";
import { CopyButton } from "../../../ui/CopyButton";
import { position, preciseTime } from "../../../ui/format";
import { useNow } from "../../../ui/now";
import { SmallButton } from "../../../ui/SmallButton";
import type { Session } from "../../../wire/messages.gen";
import { SKIP_MS } from "./keys";
import type { Replay } from "./replay";
import { Scrubber } from "./Scrubber";
import { SpeedMenu } from "./SpeedMenu";
import classes from "./Transport.module.css";
import { trackOf } from "./track";
import { useReplaying } from "./useReplay";

interface Props {
  replay: Replay;
  session: Session;
  onLive(): void;
}

/** Play, place and pace of the visit; while it goes on, the way back into the past and to the present. */
export function Transport({ replay, session, onLive }: Props) {
  const now = useNow();
  const { looking, recording, timeline, at, playing, ended, buffering, shown } =
    useReplaying(replay);
  const over = session.state === "ended";
  const live = looking === "live" && !over;
  const toAt = over ? (timeline?.end ?? 0) : now;
  const track = useMemo(
    () => (recording && timeline ? trackOf(recording, timeline, toAt) : null),
    [recording, timeline, toAt],
  );
  if (!track) return <Unknown />;

  const shownAt = looking === "live" ? toAt : at;
  const time = position(shownAt - session.started_at);
  const again = over && (ended || looking === "live");
  return (
    <section className={classes.bar} aria-label="Replay" data-live={live || undefined}>
      <Scrubber
        track={track}
        startedAt={session.started_at}
        at={shownAt}
        live={live}
        waiting={looking === "past" && (buffering || !shown)}
        onSeek={(moment) => replay.look(moment, live || playing)}
        onEnd={over ? () => replay.look(toAt, false) : onLive}
      />
      <div className={classes.controls}>
        <Round label="Back 10 s (←)" onClick={() => replay.by(-SKIP_MS)}>
          <IconRewindBackward10 size={20} stroke={1.6} />
        </Round>
        <Tooltip
          label={live ? "Hold the picture (Space)" : playing ? "Pause (Space)" : "Play (Space)"}
        >
          <ActionIcon
            size={38}
            radius="xl"
            className={classes.play}
            aria-label={live || playing ? "Pause" : again ? "Play again" : "Play"}
            onClick={() => replay.toggle()}
          >
            {live || playing ? (
              <IconPlayerPauseFilled size={18} />
            ) : (
              <IconPlayerPlayFilled size={18} />
            )}
          </ActionIcon>
        </Tooltip>
        <Round label="Forward 10 s (→)" disabled={live} onClick={() => replay.by(SKIP_MS)}>
          <IconRewindForward10 size={20} stroke={1.6} />
        </Round>
        <span className={classes.time}>
          <b>{time}</b>
          {over ? (
            <span className={classes.of}>/ {position(toAt - session.started_at)}</span>
          ) : null}
        </span>
        {live ? null : (
          <time className={classes.clock} dateTime={new Date(shownAt).toISOString()}>
            {preciseTime(shownAt)}
          </time>
        )}
        <span className={classes.space} />
        {live ? null : <Pace replay={replay} />}
        <CopyButton value={addressOf(session, shownAt)} what="a link to this moment" size={32} />
        {over ? null : (
          <Tooltip label="Back to what happens now (L)" disabled={live}>
            <SmallButton className={classes.live} aria-pressed={live} onClick={onLive}>
              <i aria-hidden />
              Live
            </SmallButton>
          </Tooltip>
        )}
      </div>
    </section>
  );
}

function Pace({ replay }: { replay: Replay }) {
  const { speed, skipsIdle } = useReplaying(replay);
  return (
    <>
      <Tooltip
        label={
          skipsIdle
            ? "Time without activity is left out (S)"
            : "Leave out time without activity (S)"
        }
      >
        <SmallButton
          className={classes.skip}
          aria-pressed={skipsIdle}
          aria-label="Skip idle time"
          onClick={() => replay.setSkipsIdle(!skipsIdle)}
        >
          <IconPlayerTrackNext size={16} stroke={1.7} aria-hidden />
          <span>Skip idle</span>
        </SmallButton>
      </Tooltip>
      <SpeedMenu speed={speed} onSpeed={(value) => replay.setSpeed(value)} />
    </>
  );
}

interface RoundProps {
  label: string;
  disabled?: boolean;
  onClick(): void;
  children: ReactNode;
}

function Round({ label, disabled = false, onClick, children }: RoundProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        size={34}
        radius="xl"
        className={classes.button}
        aria-label={label.replace(/ \(.*/, "")}
        disabled={disabled}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

/** The bar's own lines while nothing is known yet. */
function Unknown() {
  return (
    <section className={classes.bar} aria-label="Replay" aria-busy="true">
      <Skeleton height={4} mt={24} mb={6} radius={2} />
      <div className={classes.controls}>
        <Skeleton height={26} width={26} circle ml={4} />
        <Skeleton height={38} width={38} circle />
        <Skeleton height={26} width={26} circle />
        <Skeleton height={10} width={88} ml={6} />
      </div>
    </section>
  );
}

function addressOf(session: Session, at: number): string {
  const second = Math.max(0, Math.floor((at - session.started_at) / 1_000));
  return `${window.location.origin}/console/sessions/${session.id}?t=${second}`;
}
