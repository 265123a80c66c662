import { type Mode, PORT, READY } from "../port";

/**
 * Accepts exactly one port, from the window that embeds us and only if that is the console.
 *
 * The recorded page cannot knock here: it runs no script, and its frame is a child, not the parent.
 */
export function openDoor(
  consoleOrigin: string,
  onPort: (port: MessagePort, mode: Mode) => void,
): void {
  const hear = (event: MessageEvent): void => {
    if (event.origin !== consoleOrigin || event.source !== window.parent) return;
    const [port] = event.ports;
    if (event.data?.type !== PORT || !port) return;
    window.removeEventListener("message", hear);
    onPort(port, event.data.mode === "replay" ? "replay" : "live");
  };
  window.addEventListener("message", hear);
  window.parent.postMessage({ type: READY }, consoleOrigin);
}
