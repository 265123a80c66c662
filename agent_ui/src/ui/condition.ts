import type { Session } from "../wire/messages.gen";

export type Condition = Session["condition"];
type Doing = Session["doing"];

interface Words {
  label: string;
  /** For tooltips: what it means for the account manager. */
  meaning: string;
}

export const CONDITIONS: Readonly<Record<Condition, Words>> = {
  live: { label: "Active", meaning: "On the page and doing something" },
  idle: { label: "Idle", meaning: "On the page, without touching it for a while" },
  hidden: { label: "In background", meaning: "The page is open behind another tab or window" },
  paused: { label: "Paused", meaning: "Paused sharing; nothing is captured until they resume" },
  disconnected: { label: "Connection lost", meaning: "Their browser is not answering right now" },
  left: { label: "Left", meaning: "Closed the page" },
  ended: { label: "Ended", meaning: "The visit is over" },
};

const DOINGS: Readonly<Record<Doing, string>> = {
  viewing: "Viewing",
  pointing: "Moving the pointer",
  clicking: "Clicking",
  scrolling: "Scrolling",
  typing: "Typing",
};

/** What to say of a session in one phrase: what they do while active, else how they are. */
export function nowPhrase(session: Pick<Session, "condition" | "doing">): string {
  return session.condition === "live" ? DOINGS[session.doing] : CONDITIONS[session.condition].label;
}
