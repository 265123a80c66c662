import { type RefObject, useEffect, useRef } from "react";

/** Lights the element up for a moment when `value` becomes another one; never on first sight. */
export function useFlash<E extends HTMLElement>(value: string): RefObject<E | null> {
  const element = useRef<E>(null);
  const last = useRef(value);
  useEffect(() => {
    if (last.current === value) return;
    last.current = value;
    element.current?.animate?.(
      [{ backgroundColor: "var(--flash)" }, { backgroundColor: "transparent" }],
      { duration: 1_400, easing: "ease-out" },
    );
  }, [value]);
  return element;
}
