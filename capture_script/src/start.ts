/**
 * The core's composition root, and the life of a page's session: from consent over the first
 * `welcome` to its end. Everything below is wired here or in `capture.ts`; the folders do not know
 * one another.
 */
import { createAssist } from "./assist/door";
import { createSpool } from "./buffer/spool";
import { createStream } from "./buffer/stream";
import { type Capture, createCapture } from "./capture";
import { pageClock } from "./clock";
import { openSite, type Site } from "./commands";
import { changedConsent, firstConsent } from "./consent";
import { guard, reportFailuresTo } from "./guard";
import { makeHello } from "./hello";
import { whenIdle } from "./idle";
import { newId } from "./ids";
import { openMemory } from "./memory";
import { attention } from "./observe/attention";
import { observeDeparture } from "./observe/departure";
import { createAddresses } from "./privacy/addresses";
import { LAST_WORDS_BYTES, PARCEL_BATCHES, sendLastWords } from "./transport/lastwords";
import { createLink } from "./transport/link";
import type { Position, Reject, Rules, Welcome } from "./wire/messages.gen";

/** The build writes the assist script's file name here. */
const ASSIST = "__COBROWSE_ASSIST__";

const START_WITHIN_MS = 500;
/** Batches in a row that the server will not have, before we leave it alone. */
const MOST_REJECTS = 5;

/** silent: no consent, or stopped. open: there is a session, or will be. final: never again here. */
type Phase = "silent" | "open" | "final";

function start(site: Site): void {
  const { tag } = site;
  const now = pageClock;
  const page = newId();
  const memory = openMemory();
  const spool = createSpool();
  const stream = createStream(page, spool);
  const withoutRules = createAddresses([], () => document.baseURI);

  let phase: Phase = "silent";
  let consent = firstConsent(tag.mode, now);
  let capture: Capture | undefined;
  let rules: Rules | undefined;
  let session = "";
  let cadenceMs = 1_000;
  let rejects = 0;
  let isFull = false;
  let watched = { watching: false, by: "" };

  const isPaused = (): boolean => memory.hold() === "paused";

  const link = createLink(
    {
      socketUrl: address("socket/?EIO=4&transport=websocket").replace(/^http/, "ws"),
      pollingUrl: address("batch"),
      hello,
      next: spool.next,
    },
    {
      welcome,
      refused(failure) {
        finish("final");
        site.raise("error", failure);
      },
      beat: () => capture?.tick(),
      ack(position) {
        rejects = 0;
        settle(position);
        if (isFull) record();
      },
      cadence({ ms }) {
        cadenceMs = ms;
        capture?.tick();
      },
      checkpoint: () => capture?.checkpoint(),
      reject,
      watched(now) {
        watched = now;
        site.raise("watched", now);
        showNotice();
      },
      end({ reason }) {
        if (reason === "stopped") memory.setHold("stopped");
        finish(reason === "stopped" ? "silent" : "final", reason);
      },
    },
  );

  const assist = createAssist({
    load: () => tag.load(new URL(ASSIST, tag.core).href),
    onLoaded: site.onAssist,
    actions: { pause, resume, stop },
  });

  function address(path: string): string {
    return new URL(`/capture/${path}`, tag.core).href;
  }

  function hello() {
    const { privacy } = capture ?? {};
    const { place } = privacy?.addresses ?? withoutRules;
    const title = privacy?.title() ?? "";
    return makeHello({
      site: tag.site,
      visitor: memory.visitor(),
      page,
      consent,
      now,
      place,
      title,
    });
  }

  function open(): void {
    if (phase !== "silent" || !consent.observe || memory.hold() === "stopped") return;
    phase = "open";
    link.open();
  }

  function welcome(said: Welcome): void {
    if (phase !== "open") return;
    const isFirst = session === "";
    const isOther = session !== said.session;
    session = said.session;
    cadenceMs = said.cadence_ms;
    if (said.received) settle(said.received);
    spool.rewind();
    if (JSON.stringify(rules) !== JSON.stringify(said.rules)) {
      capture?.stop([]);
      rules = said.rules;
      capture = createCapture({ rules, stream, now, cadence }, captured);
    }
    watched = { watching: said.watched, by: said.watched ? watched.by : "" };
    showNotice();
    if (!capture?.isRunning()) record();
    else if (isOther) capture.checkpoint(true);
    if (isFirst) site.raise("ready", { session });
  }

  function settle(position: Position): void {
    spool.settle(position);
    if (stream.surpass(position)) capture?.checkpoint(true);
  }

  function cadence(): number {
    return Math.max(cadenceMs, link.leastMs());
  }

  /** Begin to record as soon as the page is idle, unless the visitor has paused. */
  function record(): void {
    if (isFull && !spool.hasRoom()) return;
    const wasFull = isFull;
    isFull = false;
    if (isPaused()) {
      if (wasFull || !stream.hasBegun()) capture?.say([{ kind: "paused", at: now() }]);
      return;
    }
    whenIdle(() => {
      if (phase === "open" && !isPaused() && !capture?.isRunning()) capture?.start([]);
    }, START_WITHIN_MS);
  }

  const captured = {
    kept: () => link.pump(),
    full() {
      isFull = true;
    },
    failed(code: string) {
      finish("final");
      site.raise("error", { code, message: "this page cannot be recorded" });
    },
  };

  function reject({ epoch, seq, code }: Reject): void {
    const dropped = spool.drop({ epoch, seq });
    if (!dropped) return;
    stream.lose(dropped, "rejected");
    rejects++;
    if (rejects > MOST_REJECTS) {
      finish("final");
      site.raise("error", { code, message: "the service does not accept this page" });
    } else capture?.checkpoint(true);
  }

  function pause(): void {
    if (phase !== "open" || isPaused()) return;
    memory.setHold("paused");
    capture?.stop([{ kind: "paused", at: now() }]);
    showNotice();
  }

  function resume(): void {
    if (!isPaused()) return;
    memory.setHold("");
    if (phase === "open") capture?.start([{ kind: "resumed", at: now() }]);
    showNotice();
  }

  function stop(): void {
    if (phase !== "open") return;
    memory.setHold("stopped");
    leave();
    link.ask("stop", {}, link.close);
    site.raise("ended", { reason: "stopped" });
  }

  function agree(purposes: unknown): void {
    if (phase === "final") return;
    consent = changedConsent(consent, purposes, now);
    const { observe, record, review } = consent;
    site.raise("consent", { observe, record, review });
    if (phase === "open") {
      if (!observe) leave();
      link.ask("consent", consent, observe ? undefined : link.close);
    }
    if (!observe) memory.forget();
    else if (memory.hold() === "stopped") memory.setHold("");
    open();
  }

  /** Nothing of the page is kept or recorded from here on; the line stays until it has said so. */
  function leave(): void {
    phase = "silent";
    session = "";
    capture?.stop([]);
    spool.clear();
    assist.hide();
  }

  function finish(last: Phase, reason?: string): void {
    const wasOpen = phase === "open";
    leave();
    phase = last;
    link.close();
    if (reason && wasOpen) site.raise("ended", { reason });
  }

  function showNotice(): void {
    if (watched.watching && rules?.notice && phase === "open") {
      assist.show({ by: watched.by, paused: isPaused() });
    } else assist.hide();
  }

  observeDeparture({
    hidden() {
      capture?.flush();
    },
    left(frozen) {
      if (phase !== "open") return;
      if (stream.hasBegun()) {
        capture?.say([{ kind: "left", at: now(), frozen }]);
        link.pump();
        const last = spool.last(LAST_WORDS_BYTES, PARCEL_BATCHES);
        sendLastWords(address("batch"), hello(), last);
      }
      // An open connection would keep the page out of the back/forward cache.
      link.close();
    },
    back() {
      if (phase !== "open") return;
      // What was said last may never have arrived, and then follows now: this undoes it.
      if (stream.hasBegun()) capture?.say([attention(now)]);
      link.open();
      capture?.checkpoint();
    },
  });

  const ask = (event: "identify" | "signout", body: { token: string }): void => {
    link.ask(event, body, (failure) => failure && site.raise("error", failure));
  };
  site.obey({
    identify(token) {
      if (typeof token === "string") ask("identify", { token });
      else site.raise("error", { code: "bad_token", message: "identify takes a token" });
    },
    signout: () => link.ask("signout", {}),
    consent: agree,
    pause,
    resume,
    stop,
  });
  open();
}

guard(() => {
  const site = openSite();
  if (!site) return;
  reportFailuresTo(() => site.raise("error", { code: "internal", message: "a part of us failed" }));
  start(site);
})();
