/**
 * What the console and the replay frame say to each other when a recording is shown (`port.ts` has
 * how they meet, and what they say of a live page).
 *
 * The frame has the clock and asks for what it needs next; the console fetches it and passes the
 * bytes on unread. All times are the server's, in milliseconds.
 */
import type { Segment } from "../wire/messages.gen";
import type { ErrorCode, Theme } from "./port";
import type { Timeline } from "./timeline";

export type Speed = 0.5 | 1 | 2 | 4 | 8;

/** Names a segment within its recording. */
export type SegmentName = Pick<Segment, "page" | "epoch" | "seq">;

/** What the frame must know of a segment before it has it. */
export type SegmentRef = Omit<Segment, "activity" | "moments" | "raw_bytes" | "records" | "sealed">;

export interface RecordingMessage {
  type: "recording";
  siteKey: string;
  timeline: Timeline;
  segments: SegmentRef[];
}

export interface SegmentMessage extends SegmentName {
  type: "segment";
  /** JSON lines; transferred, never copied. */
  bytes: ArrayBuffer;
  /** Of those asked for, the style sheets that could be had: hash and text. */
  sheets: [string, string][];
}

export type ToReplay =
  | RecordingMessage
  | SegmentMessage
  | ({ type: "unreachable" } & SegmentName)
  /** The service has not got it, or not whole: what it held is a gap. */
  | ({ type: "lost" } & SegmentName)
  | { type: "seek"; at: number }
  | { type: "play" }
  | { type: "pause" }
  | { type: "speed"; speed: Speed }
  | { type: "skip_idle"; on: boolean }
  /** Keeps one page on the screen; null follows the visitor. */
  | { type: "hold"; page: string | null }
  | { type: "theme"; theme: Theme };

export type ReplayError =
  /** What comes next could not be fetched. Playing or seeking tries again. */
  "segment_unreachable";

export interface ReplayState {
  /** The moment on the screen, or the one asked for while it is not there yet. */
  at: number;
  playing: boolean;
  /** Time stands still until something has been fetched and built. */
  buffering: boolean;
  speed: Speed;
  /** The page on the screen, or the one asked for. Empty before there is any. */
  page: string;
  /** All that has been recorded so far has been shown. */
  ended: boolean;
  /** Why something is missing in what is on the screen, until the next checkpoint. */
  gap: string | null;
  error: ReplayError | null;
}

export type FromReplay =
  /** `heard` counts the messages heard so far, so that older states are known as such. */
  | ({ type: "state"; heard: number } & ReplayState)
  /** A segment is needed, and these style sheets of it. */
  | ({ type: "ask"; sheets: string[] } & SegmentName)
  /** The end of what is known of an unfinished recording is near. */
  | { type: "grow" }
  | { type: "viewport"; width: number; height: number }
  | { type: "error"; code: ErrorCode };
