import type { KeyRow } from "../../ui/Keys";

export const LIBRARY_KEYS: readonly KeyRow[] = [
  { keys: ["↓", "j"], does: "Next visit" },
  { keys: ["↑", "k"], does: "Previous visit" },
  { keys: ["Enter"], does: "Replay it" },
];
