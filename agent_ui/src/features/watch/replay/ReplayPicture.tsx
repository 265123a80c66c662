import { Button, Loader, useComputedColorScheme } from "@mantine/core";
import { IconCloudOff, IconPlugConnectedX } from "@tabler/icons-react";
import { useContext, useEffect, useRef } from "react";
import { fetchSegment, fetchSheet } from "../../../api/queries";
import { useLiveParts } from "../../../live/LiveContext";
import { useLasting } from "../../../ui/useLasting";
import type { Session } from "../../../wire/messages.gen";
import { Asides } from "../Asides";
import { UNREACHABLE } from "../texts";
import { Card, Veil } from "../Veil";
import { WaitingPicture } from "../WaitingPicture";
import { PlayerContext } from "./PlayerContext";
import classes from "./ReplayPicture.module.css";
import type { Player, Replay } from "./replay";
import { useReplaying } from "./useReplay";
import { gapWords } from "./words";

interface Props {
  replay: Replay;
  session: Session;
  replayOrigin: string;
  /** Whether the live picture is on screen below, to stay until this one is there. */
  below: boolean;
}

/**
 * The picture of the past, in a frame of its own over the live one. It is made when it is first
 * needed and kept as long as the session is open, so that going to and fro loads nothing anew.
 */
export function ReplayPicture({ replay, session, replayOrigin, below }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const player = useRef<Player | null>(null);
  const makePlayer = useContext(PlayerContext);
  const { stage } = useLiveParts();
  const scheme = useComputedColorScheme("light");
  const startScheme = useRef(scheme);
  const { looking, shown, viewport, stuck, unreachable } = useReplaying(replay);
  const past = looking === "past";

  useEffect(() => {
    if (!host.current) return;
    const made = makePlayer({
      container: host.current,
      replayOrigin,
      theme: startScheme.current,
      title: "The customer's page, replayed",
      load: {
        segment: (page, epoch, seq) => fetchSegment(session.id, { page, epoch, seq }),
        sheet: (sha256) => fetchSheet(session.id, sha256),
      },
      onState: (state) => replay.hear(state),
      onGrow: () => replay.grow(),
      onViewport: (width, height) => replay.sized(width, height),
      onError: (code) => {
        if (code === "frame_unreachable") replay.unreachable();
      },
    });
    player.current = made;
    const detach = replay.attach(made);
    return () => {
      detach();
      made.destroy();
      player.current = null;
    };
  }, [replay, makePlayer, replayOrigin, session.id]);

  useEffect(() => player.current?.setTheme(scheme), [scheme]);

  useEffect(() => {
    stage.behind(past);
    return () => stage.behind(false);
  }, [stage, past]);

  return (
    <>
      <div
        ref={host}
        className={classes.host}
        data-past={past || undefined}
        data-shown={shown || undefined}
      />
      {past ? (
        <>
          {shown || below ? null : <WaitingPicture viewport={viewport ?? session.page} />}
          {/* The picture takes no clicks of its own: one on it plays or pauses, as in any player. */}
          <button
            type="button"
            tabIndex={-1}
            aria-hidden
            className={classes.press}
            onClick={() => replay.toggle()}
          />
          {stuck || unreachable ? (
            <Trouble unreachable={unreachable} onAgain={() => replay.again()} />
          ) : (
            <PastAsides replay={replay} session={session} />
          )}
        </>
      ) : null}
    </>
  );
}

function Trouble({ unreachable, onAgain }: { unreachable: boolean; onAgain(): void }) {
  return (
    <Veil className={classes.veil}>
      {unreachable ? (
        <Card role="alert" icon={IconPlugConnectedX} {...UNREACHABLE} />
      ) : (
        <Card
          role="alert"
          icon={IconCloudOff}
          title="This part does not load"
          text="The service did not send what comes next. The recording itself is safe."
          actions={<Button onClick={onAgain}>Try again</Button>}
        />
      )}
    </Veil>
  );
}

/** A wait shorter than this is not worth a word. */
const PATIENCE_MS = 500;

/** Small words over the picture: what is on its way, and what is missing. */
function PastAsides({ replay, session }: Pick<Props, "replay" | "session">) {
  const { buffering, shown, gap, at, timeline, page, ended } = useReplaying(replay);
  const slow = useLasting(buffering || !shown, PATIENCE_MS);
  const missing =
    gap === null
      ? null
      : gapWords(
          gap,
          timeline?.gaps
            .filter((span) => span.page === page && span.reason === gap && span.from_at <= at)
            .at(-1),
        );
  return (
    <Asides>
      {slow ? (
        <span>
          <Loader size={12} color="currentColor" aria-hidden />
          Loading
        </span>
      ) : missing ? (
        <span data-tone="caution">{missing}</span>
      ) : ended && session.state === "ended" ? (
        <span>The end of the visit</span>
      ) : null}
    </Asides>
  );
}
