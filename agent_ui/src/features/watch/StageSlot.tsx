import { Button } from "@mantine/core";
import {
  IconClockPause,
  IconDoorExit,
  IconFlagCheck,
  IconPlayerPause,
  IconPlugConnectedX,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useLiveParts } from "../../live/LiveContext";
import type { Session } from "../../wire/messages.gen";
import { Asides } from "./Asides";
import classes from "./StageSlot.module.css";
import type { Standing } from "./standing";
import { coverOf } from "./texts";
import { Card, Veil } from "./Veil";
import { WaitingPicture } from "./WaitingPicture";

interface Props {
  session: Session | null;
  standing: Standing;
  shown: boolean;
  viewport: { width: number; height: number } | null;
  skips: number;
  onReplay(): void;
  /** The picture of the past, over that of the present. */
  children: ReactNode;
}

const ICONS: Partial<Record<Standing, typeof IconDoorExit>> = {
  paused: IconPlayerPause,
  lost: IconClockPause,
  left: IconDoorExit,
  ended: IconFlagCheck,
  unavailable: IconPlugConnectedX,
};

/** The place of the picture, and what lies over it when the picture is not the present. */
export function StageSlot(props: Props) {
  const { session, standing, shown, viewport, skips, onReplay, children } = props;
  const slot = useRef<HTMLDivElement>(null);
  const { stage } = useLiveParts();
  useLayoutEffect(() => (slot.current ? stage.cover(slot.current) : undefined), [stage]);
  const cover = coverOf(standing, session);
  const Icon = ICONS[standing];
  return (
    <div className={classes.slot} ref={slot} id="stage" role="tabpanel" aria-label="Their page">
      {standing === "waiting" || (standing === "live" && !shown) ? (
        <WaitingPicture viewport={viewport} />
      ) : null}
      {cover || standing === "reconnecting" ? (
        <Veil className={classes.veil} data-standing={standing} data-shown={shown || undefined}>
          {cover && Icon ? (
            <Card
              icon={Icon}
              {...cover}
              actions={
                standing === "ended" ? (
                  <>
                    <Button onClick={onReplay}>Replay from the start</Button>
                    <Button variant="default" renderRoot={(root) => <Link to="/wall" {...root} />}>
                      Back to the wall
                    </Button>
                  </>
                ) : null
              }
            />
          ) : null}
        </Veil>
      ) : null}
      <LiveAsides session={session} standing={standing} skips={skips} />
      {children}
    </div>
  );
}

/** Small words over a picture that is still the present. */
function LiveAsides({ session, standing, skips }: Pick<Props, "session" | "standing" | "skips">) {
  const skipped = useRecent(skips);
  if (standing !== "live" && standing !== "behind") return null;
  const words = skipped
    ? "Skipped ahead: the network is slow"
    : session?.condition === "hidden"
      ? "They have this tab in the background"
      : null;
  return <Asides>{words ? <span>{words}</span> : null}</Asides>;
}

const RECENT_MS = 5_000;

/** Whether `value` rose a moment ago. */
function useRecent(value: number): boolean {
  const last = useRef(value);
  const [recent, setRecent] = useState(false);
  useEffect(() => {
    const rose = value > last.current;
    last.current = value;
    if (!rose) return;
    setRecent(true);
    const timer = setTimeout(() => setRecent(false), RECENT_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return recent;
}
