import type { Missing, Run, SegmentHead } from "../../../wire/messages.gen";
import { asObject } from "../cleanse/shape";
import { Fault } from "../fault";

/** Of segment lines; other versions are not understood. */
const FORMAT = 1;
/** A segment ends at 4 MiB of payload, and deflate seldom shrinks text more than 20-fold. */
const SEGMENT_BYTES = 96 * 1024 * 1024;
const NEWLINE = 10;

export type RunLine = Omit<Run, "records"> & { records: unknown[] };
export type Line = RunLine | Missing;

export interface SegmentLines {
  head: SegmentHead;
  lines: Line[];
  /** Style sheets that they refer to and that are not here. */
  lacking: ReadonlySet<string>;
}

/**
 * The lines of a segment, with its style sheets put back. The numbers are the server's; the records
 * are as the page sent them, and are not looked into here.
 *
 * A run that cannot be read is one that is missing. Throws a `Fault` when the segment cannot be.
 */
export function readSegment(bytes: ArrayBuffer, sheets: ReadonlyMap<string, string>): SegmentLines {
  if (bytes.byteLength > SEGMENT_BYTES) throw new Fault("too_large");
  const lacking = new Set<string>();
  const restored = (line: Uint8Array): unknown => parsed(line, sheets, lacking);
  const [first, ...rest] = linesOf(new Uint8Array(bytes));
  const head = first && (restored(first) as Partial<SegmentHead> | null);
  if (head?.line !== "head" || head.format !== FORMAT) throw new Fault("bad_json");
  const lines = rest.map((line) => restored(line) as Line | null).filter((line) => line !== null);
  return { head: head as SegmentHead, lines: lines.map(readable), lacking };
}

function* linesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(NEWLINE, from);
    const to = found < 0 ? bytes.length : found;
    if (to > from) yield bytes.subarray(from, to);
    from = to + 1;
  }
}

function parsed(
  line: Uint8Array,
  sheets: ReadonlyMap<string, string>,
  lacking: Set<string>,
): unknown {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(line);
    const value: unknown = JSON.parse(text);
    if (text.includes('"$sheet"')) restoreSheets(value, sheets, lacking);
    return asObject(value);
  } catch {
    throw new Fault("bad_json");
  }
}

function readable(line: Line): Line {
  if (line.line === "missing" || Array.isArray(line.records)) return line;
  const { epoch, seq, parts, received_at } = line;
  const numbers = { from_seq: seq, to_seq: seq + parts - 1 };
  return { line: "missing", epoch, ...numbers, reason: "unreadable", recorded_at: received_at };
}

/**
 * `_cssText: {$sheet: HASH}` stands for the text of a sheet. Where that could not be had the
 * property goes, and with it what the recorder knew: the file kept of the sheet is shown instead.
 */
function restoreSheets(
  value: unknown,
  sheets: ReadonlyMap<string, string>,
  lacking: Set<string>,
): void {
  const open: unknown[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== "object" || next === null) continue;
    const object = next as Record<string, unknown>;
    const hash = asObject(object._cssText)?.$sheet;
    if (typeof hash === "string") {
      const text = sheets.get(hash);
      if (text === undefined) {
        delete object._cssText;
        lacking.add(hash);
      } else object._cssText = text;
    }
    for (const inner of Object.values(object)) {
      if (typeof inner === "object" && inner !== null) open.push(inner);
    }
  }
}
