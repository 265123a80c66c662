import type { Batch } from "../../wire/messages.gen";
import type { Link, PageCondition, PlayerState } from "../port";
import { stateOf } from "./status";

/** Facts of the tail older than this are history, not news. */
const NEWS_MS = 3_000;

/** What is known around the picture: from the console, and from the facts beside the records. */
export class Circumstances {
  link: Link = "up";
  condition: PageCondition = "live";
  left = false;
  paused = false;
  /** What is on the screen is of the page that is followed. */
  picture = false;

  /** Another page is followed, of which nothing is known yet. */
  reset(): void {
    this.condition = "live";
    this.left = false;
    this.paused = false;
    this.picture = false;
  }

  /** `pageNow` is the present on the page's clock. Returns whether the customer is typing now. */
  learn(facts: Batch["facts"], pageNow: number): boolean {
    let typing = false;
    for (const fact of facts) {
      if (fact.kind === "paused") this.paused = true;
      else if (fact.kind === "resumed") this.paused = false;
      else if (fact.kind === "left") this.left = true;
      else if (fact.kind === "active" && fact.doing === "typing") {
        typing = pageNow - fact.at < NEWS_MS;
      }
    }
    return typing;
  }

  stateFor(unsure: boolean, lagMs: number | null): PlayerState {
    return stateOf({ ...this, unsure, lagMs });
  }
}
