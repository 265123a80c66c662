import type { PlayerState } from "../port";

export interface Shows {
  state: PlayerState;
  picture: boolean;
  paused: boolean;
  /** The tab is in the background at the customer's. */
  hidden: boolean;
}

export interface Words {
  kind: "card" | "pill";
  tone: "calm" | "busy" | "warn";
  title: string;
  detail: string;
}

/** What to tell about the picture, or null when it speaks for itself. Cards cover it, pills do not. */
export function wordsFor(now: Shows): Words | null {
  if (now.state === "ended") {
    // What was seen last stays to be looked at; the console around it says that it is the end.
    if (now.picture && !now.paused) return null;
    return card(
      "calm",
      "This visit has ended",
      "The customer closed the site or was away too long.",
    );
  }
  if (now.state === "reconnecting" && now.picture) {
    return pill("warn", "Connection lost. Reconnecting…");
  }
  if (now.state === "reconnecting") {
    return card("busy", "Reconnecting…", "The picture returns by itself.");
  }
  if (now.paused) {
    return card("calm", "Paused by the customer", "You see the page again as soon as they resume.");
  }
  if (now.state === "left") {
    return card("calm", "The customer left this page", "The next page appears here by itself.");
  }
  if (!now.picture) {
    return card("busy", "Waiting for the page", "The first picture is on its way.");
  }
  if (now.state === "behind") return pill("busy", "Catching up…");
  if (now.hidden) return pill("calm", "In the background at the customer’s");
  return null;
}

/** The one sign over the picture. Told to screen readers when it changes. */
export class Notice {
  readonly #element = document.createElement("div");
  readonly #title = document.createElement("strong");
  readonly #detail = document.createElement("span");
  #told = "";

  constructor(parent: HTMLElement) {
    const mark = document.createElement("i");
    mark.ariaHidden = "true";
    this.#element.append(mark, this.#title, this.#detail);
    this.#element.setAttribute("role", "status");
    this.#element.className = "notice";
    parent.append(this.#element);
  }

  show(words: Words | null): void {
    const told = words ? `${words.kind} ${words.tone} ${words.title}` : "";
    if (told === this.#told) return;
    this.#told = told;
    this.#element.className = words ? `notice ${words.kind} ${words.tone} up` : "notice";
    if (!words) return;
    this.#title.textContent = words.title;
    this.#detail.textContent = words.detail;
  }
}

export function card(tone: Words["tone"], title: string, detail: string): Words {
  return { kind: "card", tone, title, detail };
}

export function pill(tone: Words["tone"], title: string): Words {
  return { kind: "pill", tone, title, detail: "" };
}
