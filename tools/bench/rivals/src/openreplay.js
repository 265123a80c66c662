/**
 * OpenReplay's tracker with its own defaults; its worker sends to `/v1/web/i` once `/v1/web/start`
 * has answered with a token. The tracker refuses sites without TLS unless it is told so.
 */
import { tracker } from "@openreplay/tracker";

const { origin } = new URL(document.currentScript.src);

tracker.configure({
  projectKey: "bench",
  ingestPoint: origin,
  __DISABLE_SECURE_MODE: true,
});
tracker.start();

window.isRecorded = () => tracker.isActive();
window.sendNow = () => tracker.forceFlushBatch();
