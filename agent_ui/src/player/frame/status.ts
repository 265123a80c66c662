import type { Link, PageCondition, PlayerState } from "../port";

/** Later than this, what is on the screen is not what the customer sees. */
export const BEHIND_MS = 1_500;

export interface Situation {
  link: Link;
  condition: PageCondition;
  /** The page itself said that it is being left. */
  left: boolean;
  /** A picture of the page followed is on the screen. */
  picture: boolean;
  /** Something of it was missed. */
  unsure: boolean;
  /** How late the last painted record was; null when none was painted lately. */
  lagMs: number | null;
}

/** The one state that tells an account manager most; what ends comes before what delays. */
export function stateOf(now: Situation): PlayerState {
  if (now.link === "ended" || now.condition === "ended") return "ended";
  if (now.link === "reconnecting" || now.condition === "disconnected") return "reconnecting";
  if (now.left || now.condition === "left") return "left";
  if (!now.picture || now.unsure || (now.lagMs ?? 0) > BEHIND_MS) return "behind";
  return "live";
}
