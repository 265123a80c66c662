import type { Moment, RecordedPage, Segment } from "../wire/messages.gen";

/** From `at` on, `page` is the one in use. */
export interface Shift {
  at: number;
  page: string;
}

/** A tab that comes to the front and goes again within this was only passed through. */
const PASSING_MS = 300;

type Happening =
  | { at: number; page: string; kind: "opened" | "used" | "left" }
  | { at: number; page: string; kind: "shown"; visible: boolean; focused: boolean };

/**
 * Which page was in use when: the one last opened, turned to or acted on. Where it goes, the one
 * used before it that is still in sight takes its place; where none is, its last picture stays.
 */
export function shiftsOf(pages: readonly RecordedPage[], segments: readonly Segment[]): Shift[] {
  const happenings = pages.flatMap((page) => happeningsOf(page, segments));
  const shifts: Shift[] = [];
  /** Whether each page that is there can be seen, the one used last at the end. */
  const inSight = new Map<string, boolean>();
  let current = "";

  const use = (page: string, at: number): void => {
    const visible = inSight.get(page) ?? true;
    inSight.delete(page);
    inSight.set(page, visible);
    if (page === current) return;
    current = page;
    if (at - (shifts.at(-1)?.at ?? Number.NEGATIVE_INFINITY) < PASSING_MS) shifts.pop();
    if (shifts.at(-1)?.page !== page) shifts.push({ at, page });
  };
  const fallBack = (at: number): void => {
    const next = [...inSight].filter(([page, visible]) => visible && page !== current).at(-1);
    if (next) use(next[0], at);
  };

  for (const happening of happenings.sort((a, b) => a.at - b.at)) {
    const { at, page, kind } = happening;
    if (kind === "left") {
      inSight.delete(page);
      if (page === current) fallBack(at);
    } else if (kind === "shown") {
      inSight.set(page, happening.visible);
      if (!happening.visible && page === current) fallBack(at);
      const isFree = inSight.get(current) !== true;
      if (happening.visible && (happening.focused || isFree)) use(page, at);
    } else if (kind === "opened" || inSight.has(page)) {
      if (kind === "opened") inSight.set(page, true);
      use(page, at);
    }
  }
  return shifts;
}

/** A page is there from its first picture on, not from when its document was asked for. */
function happeningsOf({ id }: RecordedPage, segments: readonly Segment[]): Happening[] {
  const own = segments.filter(({ page }) => page === id);
  const first = own.find(({ checkpoint }) => checkpoint) ?? own[0];
  if (!first) return [];
  const of = (at: number) => ({ at: Math.max(at, first.from_at), page: id });
  return [
    { at: first.from_at, page: id, kind: "opened" },
    ...own.flatMap(({ moments }) => moments.flatMap((moment) => told(moment, of(moment.at)))),
    ...own.flatMap(({ activity }) =>
      activity.map(({ from_at }): Happening => ({ ...of(from_at), kind: "used" })),
    ),
  ];
}

function told(moment: Moment, of: { at: number; page: string }): Happening[] {
  if (moment.kind === "left") return [{ ...of, kind: "left" }];
  if (moment.kind !== "shown") return [];
  const { visible, focused } = moment;
  return [{ ...of, kind: "shown", visible, focused }];
}
