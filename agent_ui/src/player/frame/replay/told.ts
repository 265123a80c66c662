import type { Batch } from "../../../wire/messages.gen";

/** What a page has said of itself, up to the moment on the screen. */
export class Told {
  paused = false;
  left = false;
  hidden = false;
  /** Why something of it is missing in the picture. */
  gap: string | null = null;

  /** Returns whether the customer is typing. */
  learn(facts: Batch["facts"]): boolean {
    let typing = false;
    for (const fact of facts) {
      if (fact.kind === "paused") this.paused = true;
      else if (fact.kind === "resumed") this.paused = false;
      else if (fact.kind === "left") this.left = true;
      else if (fact.kind === "shown") this.hidden = !fact.visible;
      else if (fact.kind === "active" && fact.doing === "typing") typing = true;
    }
    return typing;
  }
}
