/**
 * Rules put in front of the recorded page's own, so that any of its rules wins but for the marks.
 *
 * Without script a browser shows a canvas as its (empty) fallback content; the first rule gives it
 * back its box, so that the page around it keeps its shape.
 */
export const PAGE_RULES: string[] = [
  ":where(canvas){display:inline-block;width:attr(width px,300px);height:attr(height px,150px)}",
  `:where(canvas,iframe[data-cobrowse-elsewhere]){${hatch("#64748b", 0.1)}}`,
  `[data-cobrowse-hidden]{${hatch("#64748b", 0.22)}!important;border-radius:4px}`,
  "[data-cobrowse-focus]{outline:2px solid #3b82f6!important;outline-offset:2px!important}",
];

function hatch(color: string, share: number): string {
  const line = `color-mix(in srgb,${color} ${share * 100}%,transparent)`;
  return `background:repeating-linear-gradient(-45deg,${line} 0 6px,transparent 6px 12px)`;
}

export const FOCUS_MARK = "data-cobrowse-focus";
