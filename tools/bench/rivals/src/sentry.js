/**
 * Sentry's replay integration with its own defaults (texts masked, media blocked, compressed in a
 * worker). The integrations for errors and traces are left out: only recording is compared.
 */
import { init, replayIntegration } from "@sentry/browser";

const { host } = new URL(document.currentScript.src);
/** A visit of less than five seconds would not be sent, and ours here are no longer. */
const replay = replayIntegration({ minReplayDuration: 0 });

init({
  dsn: `http://0123456789abcdef0123456789abcdef@${host}/1`,
  defaultIntegrations: false,
  integrations: [replay],
  replaysSessionSampleRate: 1,
});

window.isRecorded = () => replay.getReplayId() !== undefined;
window.sendNow = () => replay.flush();
