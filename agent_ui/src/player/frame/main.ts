import type { ToFrame } from "../port";
import type { ToReplay } from "../replayPort";
import { openDoor } from "./door";
import { Player } from "./player";
import { Replay } from "./replay/replay";
import "./player.css";

/** A picture that nobody can see is given up after this. */
const ASLEEP_AFTER_MS = 10_000;

function start(): void {
  const root = document.getElementById("player");
  const meta = document.querySelector<HTMLMetaElement>('meta[name="cobrowse-console-origin"]');
  if (!root || !meta?.content)
    throw new Error("player.html lacks its root or the console's origin");
  openDoor(meta.content, (port, mode) => {
    if (mode === "replay") {
      const replay = new Replay(root, (message) => port.postMessage(message));
      port.onmessage = (event: MessageEvent<ToReplay>) => replay.hear(event.data);
      return;
    }
    const player = new Player(root, (message) => port.postMessage(message));
    port.onmessage = (event: MessageEvent<ToFrame>) => player.hear(event.data);
    let sleepTimer: ReturnType<typeof setTimeout> | undefined;
    document.addEventListener("visibilitychange", () => {
      clearTimeout(sleepTimer);
      if (document.hidden) sleepTimer = setTimeout(() => player.sleep(), ASLEEP_AFTER_MS);
      else player.wake();
    });
  });
}

start();
