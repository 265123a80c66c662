// Generated from cobrowse/wire by `make wire`. Do not edit.

export const PROTOCOL = 1

/**
 * The visitor did something of this sort since the batch before. At most one of each sort per
 * batch.
 */
export interface Active {
  kind: "active"
  at: number
  doing: "clicking" | "pointing" | "scrolling" | "typing"
}

/**
 * Pictures, style sheets and fonts that the records refer to, as absolute addresses, each named
 * once per page.
 */
export interface Assets {
  kind: "assets"
  urls: string[]
}

/**
 * Consecutive records of one page; the unit of order, storage and acknowledgement.
 *
 * `payload` is the raw deflate of a UTF-8 JSON array of records, and the server never looks into
 * it. An array over 256 KiB is cut into `parts` pieces of its bytes, each deflated on its own and
 * sent as consecutive batches, `part` counting from 0. Batch 0 of an epoch begins a checkpoint.
 * `t0` and `t1` are the page-clock times of the first and last record, `crc` the CRC-32 of
 * `payload` as sent. A batch with facts alone has an empty payload and `count` 0.
 */
export interface Batch {
  page: string
  epoch: number
  seq: number
  t0: number
  t1: number
  crc: number
  payload: Uint8Array
  count: number
  checkpoint: boolean
  part: number
  parts: number
  facts: (Navigated | Shown | Active | Paused | Resumed | Lost | Closed | Assets | Left)[]
}

/**
 * An earlier epoch has `count` batches and gets no more. Said in the first batch behind it, so
 * that one that overtakes its tail is known to have done so.
 */
export interface Closed {
  kind: "closed"
  epoch: number
  count: number
}

/** A customer, as the site's own backend named them. `verified` says that its signature held. */
export interface CustomerRef {
  id: string
  name: string
  tier: string
  verified: boolean
}

/** The body of events that say everything by their name. */
export interface Empty {
}

/** The one shape of every refusal, by HTTP and by socket. */
export interface ErrorReply {
  error: Failure
}

/** Why something was refused: a stable code for programs, a message for people. */
export interface Failure {
  code: string
  message: string
}

/** These sequence numbers will never come; the picture is unsure until the next checkpoint. */
export interface Gap {
  session: string
  page: string
  epoch: number
  from_seq: number
  to_seq: number
  reason: string
}

/** The document is being unloaded, or frozen into the back/forward cache (`frozen`). */
export interface Left {
  kind: "left"
  at: number
  frozen: boolean
}

/** The body of `POST /api/v1/login`. */
export interface Login {
  email: string
  password: string
}

/** The page dropped these sequence numbers of an earlier epoch: a gap marker. */
export interface Lost {
  kind: "lost"
  epoch: number
  from_seq: number
  to_seq: number
  reason: "rejected" | "spool_full" | "too_large"
}

/** Who is signed in, and where this installation replays recorded pages. */
export interface Me {
  id: string
  name: string
  email: string
  role: "account_manager" | "administrator" | "sales_reviewer" | "supervisor"
  replay_origin: string
}

/** Numbers of the stream, both ends included, that are lost for good, and why. */
export interface Missing {
  line: "missing"
  epoch: number
  from_seq: number
  to_seq: number
  reason: string
  recorded_at: number
}

/**
 * A point worth jumping to. `url` and `title` are of `navigated`, `visible` and `focused` of
 * `shown`, `reason` of `gap`.
 */
export interface Moment {
  at: number
  kind: "gap" | "left" | "navigated" | "paused" | "resumed" | "shown"
  url: string
  title: string
  visible: boolean
  focused: boolean
  reason: string
}

/** The page's address changed without a new document (`url` is already stripped by the page). */
export interface Navigated {
  kind: "navigated"
  at: number
  url: string
  title: string
}

/**
 * One document in one tab. `in_use` marks the one page of its session that has the visitor's
 * attention.
 */
export interface PageRef {
  id: string
  url: string
  title: string
  condition: "disconnected" | "ended" | "hidden" | "idle" | "left" | "live" | "paused"
  opened_at: number
  in_use: boolean
  width: number
  height: number
}

/** The open pages of a watched session changed, or another one is in use. */
export interface Pages {
  session: string
  pages: PageRef[]
}

/** The customer paused: no record follows until `resumed`. */
export interface Paused {
  kind: "paused"
  at: number
}

/**
 * What follows for this watcher starts afresh: forget what is shown and build from the next
 * checkpoint.
 *
 * `why`: `join` the first picture; `page` another page is followed; `skip` the watcher was too
 * slow and has been cut forward. `waiting` is true when the server has no checkpoint of the page
 * yet.
 */
export interface Picture {
  session: string
  page: string
  why: "join" | "page" | "skip"
  waiting: boolean
}

/**
 * One document of the session. `left_at` is null while it is there, or if it never said
 * goodbye.
 */
export interface RecordedPage {
  id: string
  url: string
  title: string
  opened_at: number
  left_at: number | null
  width: number
  height: number
}

/**
 * The index of a session: everything a player needs before it loads the first segment.
 *
 * `withheld` says why there is nothing to see: the visitor did not agree to being recorded
 * (`no_consent`), or the recording was removed for its age or for room (`expired`). Segments are
 * in the order of their time.
 */
export interface Recording {
  session: Session
  server_time: number
  pages: RecordedPage[]
  segments: Segment[]
  withheld: "" | "expired" | "no_consent"
}

/** One batch on its way to watchers. `offset_ms` + a page-clock time = server-clock time. */
export interface Relayed {
  session: string
  offset_ms: number
  batch: Batch
}

/** The customer resumed; a new epoch begins with this batch. */
export interface Resumed {
  kind: "resumed"
  at: number
}

/**
 * The records of one batch, or of the `parts` batches `seq` to `seq + parts - 1` over which
 * they were spread; `t0` and `t1` are on the page's clock.
 *
 * `records` are as the page sent them, but for the text of a style sheet: an `_cssText` whose
 * value is `{"$sheet": SHA256}` stands for the kept sheet of that hash. Empty where the batch
 * brought facts alone.
 */
export interface Run {
  line: "run"
  epoch: number
  seq: number
  parts: number
  t0: number
  t1: number
  received_at: number
  count: number
  checkpoint: boolean
  facts: (Navigated | Shown | Active | Paused | Resumed | Lost | Closed | Assets | Left)[]
  records: unknown
}

/**
 * One segment in the index. (page, epoch, seq) names it and is its address:
 * `/api/v1/sessions/{session}/recording/{page}/{epoch}/{seq}`.
 *
 * `checkpoint` tells that a picture can start here; one without is shown on top of what comes
 * before. `is_open` tells that more may follow in it, since its page is still there. `raw_bytes`
 * is the size of its lines; until it is sealed, that of its batches' payloads, which are deflated.
 * `sheets` are the style sheets that its lines refer to; until it is sealed there are none, and
 * lines that are loaded later than the index may name some all the same.
 */
export interface Segment {
  page: string
  epoch: number
  seq: number
  to_epoch: number
  to_seq: number
  checkpoint: boolean
  sealed: boolean
  is_open: boolean
  from_at: number
  to_at: number
  url: string
  records: number
  raw_bytes: number
  sheets: string[]
  activity: Span[]
  moments: Moment[]
}

/**
 * The first line. `offset_ms` + a page-clock time = server-clock time; `url` is the page's
 * address as the segment begins.
 */
export interface SegmentHead {
  line: "head"
  format: number
  session: string
  page: string
  offset_ms: number
  url: string
}

/** One visit, as lists and the wall show it. */
export interface Session {
  id: string
  state: "ended" | "live"
  condition: "disconnected" | "ended" | "hidden" | "idle" | "left" | "live" | "paused"
  doing: "clicking" | "pointing" | "scrolling" | "typing" | "viewing"
  site: SiteRef
  visitor: VisitorRef
  customer: CustomerRef | null
  page: PageRef | null
  pages: number
  started_at: number
  last_activity_at: number
  trouble: Trouble
  ended_at: number | null
  watchers: string[]
  last_seen_at: number
}

/** One session with its pages, newest last, at most 200. */
export interface SessionDetail {
  session: Session
  pages: PageRef[]
}

/** One piece of a list; `next` is the cursor of the following one. */
export interface SessionList {
  items: Session[]
  next: string | null
}

/**
 * The tab was shown, hidden, focused or left. The focused page of a session is the one in
 * use.
 */
export interface Shown {
  kind: "shown"
  at: number
  visible: boolean
  focused: boolean
}

/** Enough of a site to show it. */
export interface SiteRef {
  key: string
  name: string
}

/** From a time to a time, both included. */
export interface Span {
  from_at: number
  to_at: number
}

/**
 * The live score of a session and why. Zero and calm for a session nothing has been observed
 * of.
 */
export interface Trouble {
  score: number
  level: "alert" | "calm" | "critical" | "high" | "watch"
  reasons: string[]
}

/** Stop looking. */
export interface Unwatch {
  session: string
}

/**
 * A browser on a site; `label` is a short pronounceable name that stays the same for the same
 * visitor.
 */
export interface VisitorRef {
  id: string
  label: string
}

/**
 * Answer to `follow_wall`: every live session this agent may see; `session_changed` keeps it
 * true.
 */
export interface Wall {
  server_time: number
  sessions: Session[]
}

/**
 * Look at a session. `tile` never changes the page's cadence; `full` asks for 50 ms and shows
 * the notice.
 *
 * Without `page` the watcher follows the tab in use; with it, that page is held until the next
 * `watch` for the session.
 */
export interface Watch {
  session: string
  mode?: "full" | "tile"
  page?: string | null
}

/** Answer to `watch`. A `picture` and its batches follow. */
export interface Watching {
  server_time: number
  session: Session
  pages: PageRef[]
}

export interface Sent {
  follow_wall: Empty
  unfollow_wall: Empty
  watch: Watch
  unwatch: Unwatch
}

export interface Received {
  session_changed: Session
  pages: Pages
  picture: Picture
  batch: Relayed
  gap: Gap
}

export interface Replies {
  follow_wall: Wall
  unfollow_wall: Empty
  watch: Watching
  unwatch: Empty
}
