import { useHotkeys } from "@mantine/hooks";
import { type RefObject, useRef } from "react";
import { overlayIsOpen } from "./overlay";

interface RowKeys {
  /** To be put on the table whose rows are walked through. */
  table: RefObject<HTMLTableElement | null>;
  move(step: 1 | -1): void;
}

/** The arrows, j and k walk through the rows of a list. */
export function useRowKeys(): RowKeys {
  const table = useRef<HTMLTableElement>(null);
  const move = (step: 1 | -1) => {
    if (table.current && !overlayIsOpen()) moveAmongRows(table.current, step);
  };
  useHotkeys([
    ["ArrowDown", () => move(1)],
    ["j", () => move(1)],
    ["ArrowUp", () => move(-1)],
    ["k", () => move(-1)],
  ]);
  return { table, move };
}

/** Moves the focus among the rows' links; from outside, to the first or the last of them. */
function moveAmongRows(list: ParentNode, step: 1 | -1): void {
  const links = [...list.querySelectorAll<HTMLElement>("[data-row-link]")];
  const from = document.activeElement;
  const at = from instanceof HTMLElement ? links.indexOf(from) : -1;
  const last = links.length - 1;
  const outside = step === 1 ? 0 : last;
  const link = links[at === -1 ? outside : Math.min(Math.max(at + step, 0), last)];
  link?.focus();
  link?.scrollIntoView?.({ block: "nearest" });
}
