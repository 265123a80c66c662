import { card, pill, type Words } from "../notice";

export interface ReplayShows {
  /** A picture is on the screen. */
  picture: boolean;
  /** None can be made of this page at this time. */
  isBare: boolean;
  paused: boolean;
  left: boolean;
  hidden: boolean;
}

/** What to tell about the picture of a replay, or null when it speaks for itself. */
export function replayWordsFor(now: ReplayShows): Words | null {
  if (now.isBare) {
    return card("calm", "No picture of this page", "What it showed at this time was not kept.");
  }
  if (!now.picture) return card("busy", "Loading the picture", "");
  if (now.paused) {
    return card("calm", "Paused by the customer", "Nothing was recorded until they resumed.");
  }
  if (now.left) return pill("calm", "The customer left this page");
  if (now.hidden) return pill("calm", "In the background at the customer’s");
  return null;
}
