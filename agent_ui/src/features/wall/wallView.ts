import { create } from "zustand";
import type { Filter } from "./filter";

export type Density = "roomy" | "dense";

interface WallView extends Filter {
  density: Density;
  setWords(words: string): void;
  setCondition(condition: Filter["condition"]): void;
  setDensity(density: Density): void;
  clear(): void;
}

const KEY = "cobrowse.wall.density";

/** How the wall is looked at; outlives the page, so that coming back from a session changes nothing. */
export const useWallView = create<WallView>()((set) => ({
  words: "",
  condition: null,
  density: remembered(),
  setWords: (words) => set({ words }),
  setCondition: (condition) => set({ condition }),
  setDensity: (density) => {
    set({ density });
    try {
      localStorage.setItem(KEY, density);
    } catch {
      // Storage can be forbidden by the browser; the choice then lasts until the console is closed.
    }
  },
  clear: () => set({ words: "", condition: null }),
}));

function remembered(): Density {
  try {
    return localStorage.getItem(KEY) === "dense" ? "dense" : "roomy";
  } catch {
    return "roomy";
  }
}
