import type { RecordingGap } from "../../../player/timeline";
import { capital, duration } from "../../../ui/format";
import { personOf } from "../../../ui/person";
import type { Recording, Session } from "../../../wire/messages.gen";
import type { Words } from "../texts";

/** Why there is nothing to see again, said of this customer. */
export function withheldWords(why: Exclude<Recording["withheld"], "">, session: Session): Words {
  const { short } = personOf(session);
  if (why === "no_consent") {
    return {
      title: "This visit was not recorded",
      text: `${capital(short)} agreed to be seen live, and not to a recording. So nothing was kept to look at again.`,
    };
  }
  return {
    title: "The recording is no longer kept",
    text: "Recordings are removed when they have reached the age your company has set, or earlier when room is short. What is known of the visit itself is still here.",
  };
}

export const NOTHING_RECORDED: Words = {
  title: "Nothing was recorded",
  text: "The visit was over before its first picture had arrived.",
};

/** By the reasons that gaps are recorded with. */
const REASONS: Readonly<Record<string, string>> = {
  missing: "the connection was down",
  spool_full: "the connection was down for too long",
  rejected: "it arrived damaged",
  poison: "it could not be stored",
  too_large: "it was too large",
  unreadable: "it cannot be read",
  incomplete: "a part of it never arrived",
};

/** How much is missing in the picture, and why, as far as either is known. */
export function gapWords(reason: string, gap: RecordingGap | undefined): string {
  const length = gap ? gap.to_at - gap.from_at : 0;
  const what = length >= 1_000 ? `${duration(length)} were lost` : "A moment was lost";
  const why = REASONS[reason];
  return why ? `${what}: ${why}` : what;
}
