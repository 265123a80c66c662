import { Button } from "@mantine/core";
import {
  IconEyeOff,
  IconFileOff,
  IconHourglassEmpty,
  IconPlugConnectedX,
} from "@tabler/icons-react";
import type { Recording, Session } from "../../../wire/messages.gen";
import { Card, Veil } from "../Veil";
import classes from "./ReplayPicture.module.css";
import { NOTHING_RECORDED, withheldWords } from "./words";

interface Props {
  session: Session;
  recording: Recording | null;
  /** The index could not be had. */
  failed: boolean;
  onAgain(): void;
}

const ICONS = { no_consent: IconEyeOff, expired: IconHourglassEmpty } as const;

/** In the place of the picture: why there is nothing of this visit to see again. */
export function Absence({ session, recording, failed, onAgain }: Props) {
  const card = recording ? (
    cardOf(recording, session)
  ) : failed ? (
    <Card
      icon={IconPlugConnectedX}
      title="The recording does not load"
      text="The service did not answer. The recording itself is safe."
      actions={<Button onClick={onAgain}>Try again</Button>}
    />
  ) : null;
  return card ? <Veil className={classes.veil}>{card}</Veil> : null;
}

function cardOf({ withheld, segments }: Recording, session: Session) {
  if (withheld) return <Card icon={ICONS[withheld]} {...withheldWords(withheld, session)} />;
  return segments.length > 0 ? null : <Card icon={IconFileOff} {...NOTHING_RECORDED} />;
}
