import { capital, duration, preciseTime } from "../../ui/format";
import { personOf } from "../../ui/person";
import { endOf, lengthOf } from "../../ui/visit";
import type { Session } from "../../wire/messages.gen";
import type { Standing } from "./standing";

export const PILL: Readonly<Record<Standing, string>> = {
  not_found: "Not found",
  forbidden: "Not yours",
  unavailable: "No picture",
  waiting: "Connecting",
  live: "Live",
  behind: "Behind",
  reconnecting: "Reconnecting",
  paused: "Paused",
  lost: "Connection lost",
  left: "Left",
  ended: "Ended",
  replay: "Replay",
};

export interface Words {
  title: string;
  text: string;
}

/** The player's frame does not come up, in whichever view. */
export const UNREACHABLE: Words = {
  title: "The picture cannot be shown",
  text: "The replay address of this installation does not answer. The console keeps trying; tell your administrator if it stays.",
};

/** What is said over the picture when it is not simply live; null where nothing need be said. */
export function coverOf(standing: Standing, session: Session | null): Words | null {
  const Who = session ? capital(personOf(session).short) : "The visitor";
  switch (standing) {
    case "paused":
      return {
        title: `${Who} paused sharing`,
        text: "Nothing is captured until they resume. The view continues by itself.",
      };
    case "lost":
      return {
        title: "Waiting for their browser",
        text: `${Who} may be on a weak network. This is the last picture that arrived.`,
      };
    case "left":
      return {
        title: `${Who} left the page`,
        text: "If they come back within the visit, the view continues by itself.",
      };
    case "ended": {
      const end = session ? endOf(session) : 0;
      const stayed = session ? duration(lengthOf(session)) : "";
      return {
        title: "This visit is over",
        text: `It ended at ${preciseTime(end)} after ${stayed}.`,
      };
    }
    case "unavailable":
      return UNREACHABLE;
    case "not_found":
      return {
        title: "No such session",
        text: "The link may be old or cut short, or the session belongs to customers you do not look after.",
      };
    case "forbidden":
      return {
        title: "Not yours to watch",
        text: "Your role does not include watching this session.",
      };
    default:
      return null;
  }
}
