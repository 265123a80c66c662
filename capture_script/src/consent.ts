/** What the visitor agreed to. In `required` mode nothing is, until the site says that it was asked. */
import type { Clock } from "./clock";
import { wireText } from "./facts";
import type { ConsentMode } from "./handoff";
import type { Consent } from "./wire/messages.gen";

export function firstConsent(mode: ConsentMode, now: Clock): Consent {
  const agreed = mode === "notice";
  return { mode, observe: agreed, record: agreed, review: agreed, at: now(), wording: "" };
}

/** Only `true` is agreement; a purpose that is not named keeps what it had. */
export function changedConsent(before: Consent, said: unknown, now: Clock): Consent {
  const { observe, record, review, wording } = (said ?? {}) as { [purpose: string]: unknown };
  const choose = (value: unknown, had: boolean) => (value === undefined ? had : value === true);
  const observed = choose(observe, before.observe);
  return {
    mode: before.mode,
    observe: observed,
    record: observed && choose(record, before.record),
    review: observed && choose(review, before.review),
    at: now(),
    wording: typeof wording === "string" ? wireText(wording) : (before.wording ?? ""),
  };
}
