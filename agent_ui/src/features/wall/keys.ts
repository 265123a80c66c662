import type { KeyRow } from "../../ui/Keys";

export const WALL_KEYS: readonly KeyRow[] = [
  { keys: ["↓", "j"], does: "Next session" },
  { keys: ["↑", "k"], does: "Previous session" },
  { keys: ["Enter"], does: "Watch it" },
  { keys: ["/"], does: "Filter" },
  { keys: ["d"], does: "Denser or roomier list" },
  { keys: ["Esc"], does: "Clear the filter" },
];
