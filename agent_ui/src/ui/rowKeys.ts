/** Moves the focus among the rows' links; from outside, to the first or the last of them. */
export function moveAmongRows(list: ParentNode, step: 1 | -1, from: Element | null): boolean {
  const links = [...list.querySelectorAll<HTMLElement>("[data-row-link]")];
  if (links.length === 0) return false;
  const at = from instanceof HTMLElement ? links.indexOf(from) : -1;
  const next =
    at === -1
      ? step === 1
        ? 0
        : links.length - 1
      : Math.min(Math.max(at + step, 0), links.length - 1);
  const link = links[next];
  link?.focus();
  link?.scrollIntoView?.({ block: "nearest" });
  return true;
}
