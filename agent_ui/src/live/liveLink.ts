import type { Gap, Picture, Relayed } from "../wire/messages.gen";
import {
  forgetEverything,
  type LiveStore,
  withLink,
  withPages,
  withPicture,
  withSession,
  withWall,
  withWatched,
  withWatching,
} from "./liveStore";
import { type ConsoleSocket, type Link, Refused } from "./socket";

/** Where pictures of the watched session go. */
export interface Screen {
  picture(picture: Picture, siteKey: string): void;
  batch(relayed: Relayed): void;
  gap(gap: Gap): void;
}

const RETRY_MS = 1_500;

/** Refusals that asking again can change. */
const PASSING = new Set(["timeout", "busy", "internal", "too_many"]);

/**
 * Keeps what the console wants of the server true over any number of connections: it holds the two
 * wishes (the wall, one watched session), and says them again whenever the line stands.
 */
export class LiveLink {
  readonly #store: LiveStore;
  readonly #now: () => number;
  #socket: ConsoleSocket | undefined;
  #screen: Screen | undefined;
  #wall = false;
  #retries = new Map<"wall" | "watch", ReturnType<typeof setTimeout>>();

  constructor(store: LiveStore, now: () => number = Date.now) {
    this.#store = store;
    this.#now = now;
  }

  /** The socket reports to `link`, so it is made after this and handed in once. */
  use(socket: ConsoleSocket): void {
    this.#socket = socket;
    socket.on("session_changed", (session) => this.#set((live) => withSession(live, session)));
    socket.on("pages", (pages) => {
      const held = this.#store.getState().watched?.held;
      this.#set((live) => withPages(live, pages));
      if (held && !this.#store.getState().watched?.held) void this.#sayWatch();
    });
    socket.on("picture", (picture) => this.#picture(picture));
    socket.on("batch", (relayed) => {
      if (this.#isWatched(relayed.session)) this.#screen?.batch(relayed);
    });
    socket.on("gap", (gap) => {
      if (this.#isWatched(gap.session)) this.#screen?.gap(gap);
    });
  }

  open(): void {
    this.#socket?.open();
  }

  /** Signed out: nothing of the agent who was here may stay on screen. */
  close(): void {
    this.#socket?.close();
    for (const timer of this.#retries.values()) clearTimeout(timer);
    this.#wall = false;
    this.#store.setState(forgetEverything(), true);
  }

  link(link: Link): void {
    this.#set((live) => withLink(live, link, this.#now()));
    if (link !== "up") return;
    // The watched session first: somebody is looking at it.
    void this.#sayWatch();
    void this.#sayWall();
  }

  attach(screen: Screen): () => void {
    this.#screen = screen;
    void this.#sayWatch();
    return () => {
      this.#screen = undefined;
    };
  }

  followWall(): () => void {
    this.#wall = true;
    void this.#sayWall();
    return () => {
      this.#wall = false;
      this.#ask("unfollow_wall");
    };
  }

  /** The page of this session is opened. Told again of the same one, nothing changes. */
  enter(session: string): void {
    if (this.#store.getState().watched?.id !== session) this.watch(session);
  }

  /** Follows the page in use, or holds `page`. */
  watch(session: string, page: string | null = null): void {
    if (this.#store.getState().watched?.id !== session) this.unwatch();
    this.#set((live) => withWatched(live, session, page));
    void this.#sayWatch();
  }

  unwatch(): void {
    const session = this.#store.getState().watched?.id;
    if (session === undefined) return;
    this.#set(() => ({ watched: null }));
    if (this.#socket?.connected) {
      // A session that ended meanwhile is no longer watched: the refusal changes nothing.
      this.#socket.ask("unwatch", { session }).catch(() => undefined);
    }
  }

  /** The player lost its place: the same wish again brings a fresh picture. */
  again(): void {
    void this.#sayWatch();
  }

  async #sayWall(): Promise<void> {
    if (!this.#wall || !this.#socket?.connected) return;
    try {
      const wall = await this.#socket.ask("follow_wall", {});
      this.#set(() => withWall(wall, this.#now()));
    } catch (error) {
      if (passing(error)) this.#later("wall", () => this.#sayWall());
    }
  }

  async #sayWatch(): Promise<void> {
    const watched = this.#store.getState().watched;
    // Without a screen the first picture would arrive at nobody; `attach` says it again.
    if (!watched || !this.#screen || !this.#socket?.connected) return;
    const { id: session, held: page } = watched;
    try {
      const watching = await this.#socket.ask("watch", { session, mode: "full", page });
      this.#set((live) => withWatching(live, watching, this.#now()));
    } catch (error) {
      if (!this.#isWatched(session)) return;
      if (passing(error)) this.#later("watch", () => this.#sayWatch());
      else if (page !== null && error instanceof Refused && error.code === "not_found") {
        // The held page closed meanwhile; the session itself may well be there.
        this.watch(session);
      } else if (error instanceof Refused && error.code !== "offline") {
        const { code } = error;
        this.#set((live) => (live.watched ? { watched: { ...live.watched, refused: code } } : {}));
      }
    }
  }

  #picture(picture: Picture): void {
    const { watched } = this.#store.getState();
    if (watched?.id !== picture.session) return;
    this.#screen?.picture(picture, watched.session?.site.key ?? "");
    this.#set((live) => withPicture(live, picture));
  }

  #isWatched(session: string): boolean {
    return this.#store.getState().watched?.id === session;
  }

  #ask(name: "unfollow_wall"): void {
    if (this.#socket?.connected) this.#socket.ask(name, {}).catch(() => undefined);
  }

  #later(wish: "wall" | "watch", say: () => Promise<void>): void {
    clearTimeout(this.#retries.get(wish));
    this.#retries.set(
      wish,
      setTimeout(() => void say(), RETRY_MS),
    );
  }

  #set(change: (live: ReturnType<LiveStore["getState"]>) => object): void {
    this.#store.setState(change);
  }
}

function passing(error: unknown): boolean {
  return error instanceof Refused && PASSING.has(error.code);
}
