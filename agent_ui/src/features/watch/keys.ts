import type { KeyRow } from "../../ui/Keys";

export const WATCH_KEYS: readonly KeyRow[] = [
  { keys: ["1", "…", "9"], does: "Hold a tab" },
  { keys: ["0"], does: "Follow the tab in use" },
  { keys: ["f"], does: "Full screen" },
  { keys: ["i"], does: "Show or hide the details" },
  { keys: ["Esc"], does: "Back to the list" },
];
