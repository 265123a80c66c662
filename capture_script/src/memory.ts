/**
 * The little that stays in the browser, and only under consent: who the visitor is between visits,
 * and, for this tab, that they have paused or stopped. A page id is never stored.
 */
import { attempt } from "./guard";
import { ID, newId } from "./ids";

const VISITOR = "cobrowse.visitor";
const HOLD = "cobrowse.hold";

export type Hold = "" | "paused" | "stopped";

export interface Memory {
  visitor(): string;
  hold(): Hold;
  setHold(hold: Hold): void;
  /** Consent was withdrawn. */
  forget(): void;
}

/** Without storage, which browsers may refuse, everything lasts as long as the page. */
export function openMemory(): Memory {
  let visitor = "";
  let held: Hold = "";
  return {
    visitor() {
      visitor ||= attempt(() => localStorage.getItem(VISITOR)) ?? "";
      if (!ID.test(visitor)) visitor = newId();
      attempt(() => localStorage.setItem(VISITOR, visitor));
      return visitor;
    },
    hold() {
      const stored = attempt(() => sessionStorage.getItem(HOLD));
      return stored === "paused" || stored === "stopped" ? stored : held;
    },
    setHold(hold) {
      held = hold;
      attempt(() => (hold ? sessionStorage.setItem(HOLD, hold) : sessionStorage.removeItem(HOLD)));
    },
    forget() {
      visitor = "";
      held = "";
      attempt(() => localStorage.removeItem(VISITOR));
      attempt(() => sessionStorage.removeItem(HOLD));
    },
  };
}
