/**
 * The notice that an account manager is looking at the page, with the means to end that. It lives in
 * a closed shadow root, which neither the page's styles nor the recorder reach, and its host is an
 * empty box to the sanitizer.
 *
 * No inline style and no `style` element: a strict content security policy allows neither.
 */
import { guard } from "../guard";
import type { CobrowseWindow } from "../handoff";
import type { MountNotice, NoticeState } from "./part";
import { STYLE } from "./style";
import { type Texts, textsFor } from "./texts";

/** Known to `privacy/rules.ts`, which keeps it out of the picture. */
const HOST = "cobrowse-notice";

const mountNotice: MountNotice = (actions) => {
  const texts = textsFor(document.documentElement.lang || navigator.language);
  const host = document.createElement(HOST);
  const root = host.attachShadow({ mode: "closed" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const parts = build(texts);
  root.append(parts.notice);

  let state: NoticeState = { by: "", paused: false };
  let isAsking = false;

  const render = (): void => {
    parts.notice.className = state.paused ? "notice paused" : "notice";
    tell(parts.words, isAsking ? texts.reallyStop : sentence(texts, state));
    tell(parts.first, isAsking ? texts.yes : state.paused ? texts.resume : texts.pause);
    tell(parts.second, isAsking ? texts.no : texts.stop);
    parts.first.className = isAsking ? "danger" : "";
  };

  /** Asking swaps the two buttons' meanings, so the harmless one takes the focus. */
  const ask = (asking: boolean): void => {
    isAsking = asking;
    render();
    parts.second.focus();
  };

  parts.first.onclick = guard(() => {
    if (isAsking) actions.stop();
    else if (state.paused) actions.resume();
    else actions.pause();
  });
  parts.second.onclick = guard(() => ask(!isAsking));
  parts.notice.onkeydown = guard((event) => {
    if (event.key === "Escape" && isAsking) ask(false);
    // What is pressed here is not meant for the page's shortcuts.
    event.stopPropagation();
  });

  return {
    show(next) {
      state = next;
      if (!host.isConnected) document.documentElement.append(host);
      render();
    },
    remove: () => host.remove(),
  };
};

interface Parts {
  notice: HTMLElement;
  words: HTMLElement;
  first: HTMLButtonElement;
  second: HTMLButtonElement;
}

function build(texts: Texts): Parts {
  const notice = document.createElement("div");
  notice.dir = texts.dir;
  const says = notice.appendChild(document.createElement("div"));
  says.className = "says";
  const dot = says.appendChild(document.createElement("span"));
  dot.className = "dot";
  const words = says.appendChild(document.createElement("span"));
  words.role = "status";
  const acts = notice.appendChild(document.createElement("div"));
  acts.className = "acts";
  return { notice, words, first: button(acts), second: button(acts) };
}

function button(parent: HTMLElement): HTMLButtonElement {
  const made = parent.appendChild(document.createElement("button"));
  made.type = "button";
  return made;
}

function sentence(texts: Texts, { by, paused }: NoticeState): string {
  if (paused) return texts.paused;
  return by ? texts.watching(by) : texts.watchingNameless;
}

/** Only what is new is announced to those who listen to the page. */
function tell(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

guard(() => (window as CobrowseWindow).cobrowse?.assist?.(mountNotice))();
