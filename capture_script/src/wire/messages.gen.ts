// Generated from cobrowse/wire by `make wire`. Do not edit.

export const PROTOCOL = 1

/**
 * Every batch of this page up to and including this place is durable, or covered by a recorded
 * gap.
 */
export interface Ack {
  page: string
  epoch: number
  seq: number
}

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
  count?: number
  checkpoint?: boolean
  part?: number
  parts?: number
  facts?: (Navigated | Shown | Active | Paused | Resumed | Lost | Closed | Assets | Left)[]
}

/** How long the page may gather records before it cuts a batch. */
export interface Cadence {
  ms: number
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

/**
 * What the visitor agreed to, when, and what they were shown. Never inferred from silence in
 * `required` mode.
 */
export interface Consent {
  mode: "notice" | "required"
  observe: boolean
  record: boolean
  review: boolean
  at: number
  wording?: string
}

/** The body of events that say everything by their name. */
export interface Empty {
}

/** The session is over; the page stops for good. */
export interface End {
  reason: "idle" | "site_removed" | "stopped"
}

/**
 * This connection is about to end: close it and come back in `retry_ms`, with everything that
 * is not acknowledged.
 */
export interface Goaway {
  retry_ms: number
}

/**
 * The connect payload: who is connecting, from which page, and under which consent.
 *
 * `sent_at` is the page's clock: with the time of arrival it gives the offset that corrects all
 * later times of this page. `visitor` is kept by the browser, first-party; `page` lives in memory
 * only, because duplicating a tab clones storage.
 */
export interface Hello {
  protocol: number
  site: string
  visitor: string
  page: string
  sent_at: number
  url: string
  consent: Consent
  title?: string
  referrer?: string
  language?: string
  width?: number
  height?: number
  visible?: boolean
  focused?: boolean
}

/** A token signed by the site's own backend that says which customer this visitor is. */
export interface Identify {
  token: string
}

/** The document is being unloaded, or frozen into the back/forward cache (`frozen`). */
export interface Left {
  kind: "left"
  at: number
  frozen?: boolean
}

/** The page dropped these sequence numbers of an earlier epoch: a gap marker. */
export interface Lost {
  kind: "lost"
  epoch: number
  from_seq: number
  to_seq: number
  reason: "rejected" | "spool_full" | "too_large"
}

/** The page's address changed without a new document (`url` is already stripped by the page). */
export interface Navigated {
  kind: "navigated"
  at: number
  url: string
  title?: string
}

/**
 * The body of `POST /capture/batch`: batches of one page with their `hello`. Answered by `Ack`,
 * or by `Polled` where it has `polling`.
 */
export interface Parcel {
  hello: Hello
  batches: Batch[]
  polling?: Polling | null
}

/** The customer paused: no record follows until `resumed`. */
export interface Paused {
  kind: "paused"
  at: number
}

/**
 * The answer to a parcel with `polling`: the packets that the socket would have brought, in
 * order. `over` tells that this line has ended and another one may be opened.
 */
export interface Polled {
  frames: Uint8Array[]
  over: boolean
}

/**
 * How a page without a WebSocket keeps its line: by requests one after the other.
 *
 * `line` is made by the page for each line it opens, as a WebSocket would be. `frames` are the
 * packets, other than batches, that it would have sent on the socket; `wait_ms` is how long the
 * answer may be held back for something to say.
 */
export interface Polling {
  line: string
  frames?: Uint8Array[]
  wait_ms?: number
}

/** A place in the stream of one page. Cumulative when used as an acknowledgement. */
export interface Position {
  epoch: number
  seq: number
}

/**
 * This batch will never be accepted: drop it, begin a new epoch, and name the loss in a `lost`
 * fact.
 */
export interface Reject {
  page: string
  epoch: number
  seq: number
  code: string
}

/** The customer resumed; a new epoch begins with this batch. */
export interface Resumed {
  kind: "resumed"
  at: number
}

/**
 * The site's privacy rules, applied by the page before anything is buffered. Selectors are
 * CSS.
 */
export interface Rules {
  mask: string[]
  unmask: string[]
  block: string[]
  ignore: string[]
  url_keys: string[]
  notice: boolean
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

/** The service is busy: gather records for at least `ms`, for the next `for_ms`. */
export interface Slow {
  ms: number
  for_ms: number
}

/** Whether an account manager is looking at the full picture now; `by` is the name to show. */
export interface Watched {
  watching: boolean
  by: string
}

/**
 * The connection stands. `received` is the last place the server has of this page, if it knows
 * the page.
 */
export interface Welcome {
  session: string
  server_time: number
  cadence_ms: number
  rules: Rules
  received: Position | null
  watched: boolean
}

export interface Sent {
  batch: Batch
  consent: Consent
  identify: Identify
  signout: Empty
  stop: Empty
}

export interface Received {
  welcome: Welcome
  ack: Ack
  cadence: Cadence
  checkpoint: Empty
  reject: Reject
  watched: Watched
  slow: Slow
  goaway: Goaway
  end: End
}
