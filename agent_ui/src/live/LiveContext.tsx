import { createContext, type ReactNode, useContext } from "react";
import { useStore } from "zustand";
import type { LiveLink } from "./liveLink";
import type { Live, LiveStore } from "./liveStore";
import type { Stage } from "./stage";

export interface LiveParts {
  store: LiveStore;
  link: LiveLink;
  stage: Stage;
}

const LiveContext = createContext<LiveParts | null>(null);

export function LiveProvider({ parts, children }: { parts: LiveParts; children: ReactNode }) {
  return <LiveContext value={parts}>{children}</LiveContext>;
}

export function useLiveParts(): LiveParts {
  const parts = useContext(LiveContext);
  if (!parts) throw new Error("no LiveProvider above");
  return parts;
}

/** One live fact; the component renders again only when it changes. */
export function useLive<T>(select: (live: Live) => T): T {
  return useStore(useLiveParts().store, select);
}
