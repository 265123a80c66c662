import type { HotkeyItem } from "@mantine/hooks";
import type { KeyRow } from "../../../ui/Keys";
import { overlayIsOpen } from "../../../ui/overlay";
import type { Replay } from "./replay";

export const REPLAY_KEYS: readonly KeyRow[] = [
  { keys: ["Space", "k"], does: "Play or pause" },
  { keys: ["←", "j"], does: "Back 10 s" },
  { keys: ["→"], does: "Forward 10 s" },
  { keys: ["l"], does: "Back to live; after the visit, forward 10 s" },
  { keys: ["<", ">"], does: "Slower or faster" },
  { keys: ["s"], does: "Skip idle time, or not" },
];

/** How far one press goes back or forward. */
export const SKIP_MS = 10_000;

interface Facts {
  replay: Replay;
  /** There is something to look back at. */
  can: boolean;
  over: boolean;
  onLive(): void;
}

/** The keys of a visit's time; none while there is nothing to look back at. */
export function replayKeys({ replay, can, over, onLive }: Facts): HotkeyItem[] {
  if (!can) return [];
  const past = () => replay.store.getState().looking === "past";
  const back = () => replay.by(-SKIP_MS);
  const forward = () => {
    if (past()) replay.by(SKIP_MS);
  };
  const pace = (step: 1 | -1) => () => {
    if (over || past()) replay.faster(step);
  };
  const skip = () => {
    if (over || past()) replay.setSkipsIdle(!replay.store.getState().skipsIdle);
  };
  const toggle = () => replay.toggle();
  const keys: [string, () => void][] = [
    ["k", toggle],
    ["j", back],
    ["ArrowLeft", back],
    ["l", over ? forward : onLive],
    ["ArrowRight", forward],
    ["s", skip],
    ["<", pace(-1)],
    ["shift+<", pace(-1)],
    [">", pace(1)],
    ["shift+>", pace(1)],
  ];
  const space: HotkeyItem = [
    "Space",
    (event) => {
      if (isPressed(event.target) || overlayIsOpen()) return;
      event.preventDefault();
      toggle();
    },
    { preventDefault: false },
  ];
  return [space, ...keys.map(([key, act]): HotkeyItem => [key, unlessOverlaid(act)])];
}

function unlessOverlaid(act: () => void): () => void {
  return () => {
    if (!overlayIsOpen()) act();
  };
}

/** Space presses what has the focus; it must not do a second thing. */
function isPressed(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest("button, a, [role=tab], [role=menuitem]") !== null
  );
}
