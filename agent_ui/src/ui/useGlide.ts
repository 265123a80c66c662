import { type RefObject, useLayoutEffect, useRef } from "react";

const GLIDE_MS = 220;

/**
 * Lets the children of a list glide to their new places instead of jumping there. Children are told
 * apart by `data-key`; `order` is what tells that the list may have changed.
 */
export function useGlide<E extends HTMLElement>(order: unknown): RefObject<E | null> {
  const list = useRef<E>(null);
  const tops = useRef(new Map<string, number>());
  // biome-ignore lint/correctness/useExhaustiveDependencies: measuring is due when the order changes
  useLayoutEffect(() => {
    const still = window.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? true;
    const now = new Map<string, number>();
    for (const child of list.current?.children ?? []) {
      if (!(child instanceof HTMLElement) || child.dataset.key === undefined) continue;
      const top = child.offsetTop;
      const key = child.dataset.key;
      const before = tops.current.get(key);
      now.set(key, top);
      if (still) continue;
      if (before === undefined) {
        if (tops.current.size > 0) child.animate?.([{ opacity: 0 }, { opacity: 1 }], GLIDE_MS);
      } else if (before !== top) {
        child.animate?.([{ transform: `translateY(${before - top}px)` }, { transform: "none" }], {
          duration: GLIDE_MS,
          easing: "cubic-bezier(0.2, 0, 0, 1)",
        });
      }
    }
    tops.current = now;
  }, [order]);
  return list;
}
