/** `window.cobrowse(command, ...args)`: what a site may say to us, and hear from us. */
import { guard } from "./guard";
import type { Cobrowse, CobrowseWindow, Command, Tag } from "./handoff";

export interface Events {
  ready: { session: string };
  consent: { observe: boolean; record: boolean; review: boolean };
  watched: { watching: boolean; by: string };
  ended: { reason: string };
  error: { code: string; message: string };
}

export interface Commands {
  identify(token: unknown): void;
  signout(): void;
  consent(purposes: unknown): void;
  pause(): void;
  resume(): void;
  stop(): void;
}

export interface Site {
  tag: Tag;
  /** Carry out what is queued and what will be called. */
  obey(commands: Commands): void;
  raise<K extends keyof Events>(event: K, detail: Events[K]): void;
  /** Where the assist script reports for duty. */
  onAssist(listener: (part: unknown) => void): void;
}

/** Told again to whoever asks late: a site cannot know when we are ready. */
const LASTING = new Set<keyof Events>(["ready", "ended"]);
/** Handlers per page; a site that adds one per click must not fill the memory. */
const MOST_HANDLERS = 100;

type Handler = (detail: unknown) => void;

export function openSite(page: CobrowseWindow = window): Site | undefined {
  const { cobrowse } = page;
  const tag = cobrowse?.tag;
  if (!cobrowse || !tag) return undefined;

  const handlers: { event: string; handle: Handler }[] = [];
  const raised = new Map<string, unknown>();

  const raise: Site["raise"] = (event, detail) => {
    if (LASTING.has(event)) raised.set(event, detail);
    for (const one of handlers) if (one.event === event) one.handle(detail);
  };

  const on = (event: unknown, fn: unknown): void => {
    if (typeof event !== "string" || typeof fn !== "function") return;
    const handle = guard(fn as Handler);
    if (handlers.length < MOST_HANDLERS) handlers.push({ event, handle });
    if (raised.has(event)) handle(raised.get(event));
  };

  return {
    tag,
    raise,
    obey(commands) {
      const run = guard((command: Command) => {
        const [name, ...args] = Array.from(command);
        if (name === "on") on(args[0], args[1]);
        else if (isCommand(name, commands)) commands[name](args[0]);
        else raise("error", { code: "unsupported", message: `no command ${String(name)}` });
      });
      takeOver(cobrowse, run);
    },
    onAssist(listener) {
      cobrowse.assist = guard(listener);
    },
  };
}

function isCommand(name: unknown, commands: Commands): name is keyof Commands {
  return typeof name === "string" && Object.keys(commands).includes(name);
}

/** The site may hold on to the function it had before we came: its queue leads here from now on. */
function takeOver(cobrowse: Cobrowse, run: (command: Command) => void): void {
  const queued = cobrowse.q ?? [];
  const queue: Command[] = [];
  queue.push = (...commands) => {
    for (const command of commands) run(command);
    return 0;
  };
  cobrowse.q = queue;
  for (const command of queued) if (command[0] === "on") run(command);
  for (const command of queued) if (command[0] !== "on") run(command);
}
