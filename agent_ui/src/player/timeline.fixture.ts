import type { Moment, RecordedPage, Recording, Segment, Span } from "../wire/messages.gen";

/** A recording made of what a test cares about; ids of pages are short, times small. */
export function recordingOf(
  pages: readonly (Partial<RecordedPage> & { id: string })[],
  segments: readonly (Partial<Segment> & Pick<Segment, "page" | "from_at" | "to_at">)[],
): Recording {
  return {
    session: { id: "session", site: { key: "pk_site", name: "Site" } } as Recording["session"],
    server_time: 0,
    withheld: "",
    pages: pages.map((page) => ({
      url: "",
      title: "",
      opened_at: 0,
      left_at: null,
      width: 1000,
      height: 700,
      ...page,
    })),
    segments: segments.map((segment) => ({
      epoch: 0,
      seq: 0,
      to_epoch: segment.epoch ?? 0,
      to_seq: (segment.seq ?? 0) + 9,
      checkpoint: true,
      sealed: true,
      is_open: false,
      url: "https://shop.test/",
      records: 1,
      raw_bytes: 1,
      sheets: [],
      activity: [],
      moments: [],
      ...segment,
    })),
  };
}

export function moment(kind: Moment["kind"], at: number, more: Partial<Moment> = {}): Moment {
  return { at, kind, url: "", title: "", visible: true, focused: false, reason: "", ...more };
}

export function span(from_at: number, to_at: number): Span {
  return { from_at, to_at };
}
