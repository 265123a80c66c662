import {
  EventType,
  type eventWithTime,
  IncrementalSource,
  MouseInteractions,
  type scrollData,
} from "@rrweb/types";

/** What a picture still needs that was built from an earlier checkpoint. */
export interface Condensed {
  records: eventWithTime[];
  /** The last scroll place of each node, to be taken at once instead of being travelled through. */
  scrolls: scrollData[];
}

const FOCUS = new Set([MouseInteractions.Focus, MouseInteractions.Blur]);

/**
 * Leaves out of the past what only mattered on the way: all but the last place of the pointer,
 * the last selection, clicks, and the way of every scroll. A join then shows the page as it is, and does not play what led to it.
 */
export function condense(records: readonly eventWithTime[]): Condensed {
  const kept: eventWithTime[] = [];
  const scrolls = new Map<number, scrollData>();
  let pointer: eventWithTime | null = null;
  let selection: eventWithTime | null = null;
  for (const record of records) {
    if (record.type !== EventType.IncrementalSnapshot) {
      kept.push(record);
      continue;
    }
    switch (record.data.source) {
      case IncrementalSource.MouseMove:
      case IncrementalSource.TouchMove:
      case IncrementalSource.Drag: {
        const last = record.data.positions.at(-1);
        if (!last) break;
        const positions = [{ ...last, timeOffset: 0 }];
        pointer = { ...record, data: { ...record.data, positions } };
        break;
      }
      case IncrementalSource.Scroll:
        // Taken out and put in again, so that the order is that of the last scrolls.
        scrolls.delete(record.data.id);
        scrolls.set(record.data.id, record.data);
        break;
      case IncrementalSource.Selection:
        selection = record;
        break;
      case IncrementalSource.MouseInteraction:
        if (FOCUS.has(record.data.type)) kept.push(record);
        break;
      default:
        kept.push(record);
    }
  }
  const last = [selection, pointer].filter((record) => record !== null);
  return { records: [...kept, ...last], scrolls: [...scrolls.values()] };
}
