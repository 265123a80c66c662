/**
 * How the console and the replay frame meet, and what they say to each other of a live page
 * (`replayPort.ts` has what they say of a recording).
 *
 * The two live on different origins and share no object but one `MessagePort`. Everything that
 * reaches the frame has passed through a visitor's browser and is checked there again; what comes
 * back is read as if the recorded page had written it, so it can do no more than the console allows.
 * Times are milliseconds; `t0`, `t1` are on the visitor's clock.
 */
import type { Batch } from "../wire/messages.gen";

export const PLAYER_FRAME = "cobrowse-player";
export const PAGE_FRAME = "cobrowse-page";
export const PLAYER_PATH = "/player/";

/** Frame -> console by `postMessage`: the script runs and waits for its port. */
export const READY = "cobrowse-player-ready";
/** Console -> frame by `postMessage`, with its `Mode` and exactly one port. */
export const PORT = "cobrowse-player-port";

/** Whether a page is followed as it comes, or a recording is shown. */
export type Mode = "live" | "replay";

export type Theme = "dark" | "light";

/** How the console's own line to the server stands, and whether the session is over. */
export type Link = "up" | "reconnecting" | "ended";

/** The state an account manager is shown; the player's root element carries it as `data-state`. */
export type PlayerState = "live" | "behind" | "reconnecting" | "left" | "ended";

/** How the page itself fares, as the server tells (`PageRef.condition`). */
export type PageCondition =
  | "live"
  | "idle"
  | "hidden"
  | "paused"
  | "disconnected"
  | "left"
  | "ended";

export type NeedReason =
  /** A number is missing, or a batch could not be read. */
  | "broken"
  /** More has arrived than may be held; something was thrown away. */
  | "overflow"
  /** The console's tab was hidden long enough for the picture to be given up, and is shown again. */
  | "woke"
  /** The frame was loaded anew and knows nothing. */
  | "reloaded";

export type ErrorCode =
  | "crc_mismatch"
  | "bad_deflate"
  | "too_large"
  | "bad_json"
  | "replay_failed"
  | "frame_unreachable";

export interface Start {
  type: "start";
  page: string;
  siteKey: string;
  why: "join" | "page" | "skip";
  /** The server has no checkpoint of the page yet. */
  waiting: boolean;
}

export interface BatchMessage {
  type: "batch";
  /** Server clock minus page clock. */
  offsetMs: number;
  /** Its payload's buffer is transferred, never copied. */
  batch: Batch;
}

export interface GapMessage {
  type: "gap";
  page: string;
  epoch: number;
  fromSeq: number;
  toSeq: number;
}

export interface PageMessage {
  type: "page";
  page: string;
  url: string;
  condition: PageCondition;
}

export type ToFrame =
  | Start
  | BatchMessage
  | GapMessage
  | PageMessage
  | { type: "link"; link: Link }
  | { type: "theme"; theme: Theme }
  /** Server clock minus this machine's `Date.now()`, for the lag shown. */
  | { type: "clock"; offsetToServerMs: number };

/** The newest thing on the screen. `lagMs` is null until something live has been painted. */
export interface Shown {
  page: string;
  epoch: number;
  seq: number;
  lagMs: number | null;
  /** How far the playout is held behind the fastest arrival, to ride out uneven arrival. */
  bufferedMs: number;
}

export interface PlayerStatus {
  state: PlayerState;
  /** A picture of the current page is on the screen. */
  picture: boolean;
  /** The customer has paused. */
  paused: boolean;
}

export type FromFrame =
  | ({ type: "shown" } & Shown)
  | ({ type: "state" } & PlayerStatus)
  | { type: "viewport"; width: number; height: number }
  | { type: "need"; page: string; why: NeedReason }
  | { type: "error"; code: ErrorCode }
  /** A batch of so many payload bytes has been taken from the port; keeps the port's queue bounded. */
  | { type: "took"; bytes: number };
