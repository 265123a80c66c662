import { Button } from "@mantine/core";
import {
  IconEyeOff,
  IconFileOff,
  IconHourglassEmpty,
  IconPlugConnectedX,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Notice } from "../../../ui/Notice";
import type { Recording, Session } from "../../../wire/messages.gen";
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
  if (!recording) {
    if (!failed) return null;
    return (
      <Card
        icon={<IconPlugConnectedX size={25} stroke={1.6} />}
        title="The recording does not load"
        text="The service did not answer. The recording itself is safe."
        actions={<Button onClick={onAgain}>Try again</Button>}
      />
    );
  }
  const { withheld, segments } = recording;
  if (withheld) {
    const Icon = ICONS[withheld];
    return <Card icon={<Icon size={25} stroke={1.6} />} {...withheldWords(withheld, session)} />;
  }
  if (segments.length > 0) return null;
  return <Card icon={<IconFileOff size={25} stroke={1.6} />} {...NOTHING_RECORDED} />;
}

interface CardProps {
  icon: ReactNode;
  title: string;
  text: string;
  actions?: ReactNode;
}

function Card({ icon, title, text, actions }: CardProps) {
  return (
    <div className={classes.veil}>
      <div className={classes.card}>
        <Notice role="status" icon={icon} title={title} actions={actions}>
          {text}
        </Notice>
      </div>
    </div>
  );
}
