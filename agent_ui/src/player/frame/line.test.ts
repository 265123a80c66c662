import { deflateSync } from "fflate";
import { describe, expect, test } from "vitest";
import type { Batch } from "../../wire/messages.gen";
import { crc32 } from "./crc32";
import { Fault } from "./fault";
import { PIECE_BYTES } from "./inflate";
import { Line, type Step } from "./line";

const PAGE = "page-aaaaaaaaaaaa";

function batch(seq: number, records: unknown[], more: Partial<Batch> = {}): Batch {
  return piece(seq, new TextEncoder().encode(JSON.stringify(records)), more);
}

function piece(seq: number, bytes: Uint8Array, more: Partial<Batch> = {}): Batch {
  const payload = bytes.length ? deflateSync(bytes) : new Uint8Array(0);
  return {
    page: PAGE,
    epoch: 0,
    seq,
    t0: 1,
    t1: 2,
    crc: crc32(payload),
    payload,
    count: 1,
    checkpoint: false,
    part: 0,
    parts: 1,
    facts: [],
    ...more,
  };
}

function standing(): Line {
  const line = new Line(PAGE);
  line.accept(batch(0, [{ a: 1 }], { checkpoint: true }));
  line.stand();
  return line;
}

function recordsOf(step: Step): unknown[] {
  return step.kind === "run" ? step.records : [];
}

function faultOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof Fault) return error.code;
    throw error;
  }
  return "none";
}

describe("the line of one page", () => {
  test("gives the checksum that the wire defines", () => {
    expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
  });

  test("begins with a checkpoint, wherever in the epoch it comes", () => {
    const line = new Line(PAGE);
    expect(line.accept(batch(41, [{ a: 1 }])).kind).toBe("taken");
    const step = line.accept(batch(42, [{ a: 2 }], { checkpoint: true }));
    expect(step).toEqual({ kind: "run", records: [{ a: 2 }], fresh: true });
  });

  test("takes a batch once and in order", () => {
    const line = standing();
    expect(recordsOf(line.accept(batch(1, [{ b: 1 }])))).toEqual([{ b: 1 }]);
    expect(line.accept(batch(1, [{ b: 1 }])).kind).toBe("old");
    expect(line.accept(batch(0, [{ b: 0 }])).kind).toBe("old");
    expect(line.accept(batch(2, [], { page: "page-bbbbbbbbbbbb" })).kind).toBe("old");
  });

  test("takes a batch of facts alone without touching the picture", () => {
    const line = standing();
    expect(line.accept(piece(1, new Uint8Array(0))).kind).toBe("taken");
    expect(recordsOf(line.accept(batch(2, [{ c: 1 }])))).toEqual([{ c: 1 }]);
  });

  test("tells a watcher in step not to rebuild at a later checkpoint", () => {
    const line = standing();
    const step = line.accept(batch(1, [{ b: 1 }], { checkpoint: true }));
    expect(step).toEqual({ kind: "run", records: [{ b: 1 }], fresh: false });
  });

  test("joins the pieces of a run, even when a character is cut in two", () => {
    const line = new Line(PAGE);
    const bytes = new TextEncoder().encode(JSON.stringify(["žluťoučký kůň"]));
    const cut = 4;
    const common = { checkpoint: true, parts: 2 };
    expect(line.accept(piece(0, bytes.slice(0, cut), { ...common, part: 0 })).kind).toBe("taken");
    const step = line.accept(piece(1, bytes.slice(cut), { ...common, part: 1 }));
    expect(recordsOf(step)).toEqual(["žluťoučký kůň"]);
  });

  test("drops a run of which a piece is missing and waits for the next checkpoint", () => {
    const line = standing();
    line.accept(piece(1, new Uint8Array([91]), { checkpoint: true, parts: 3, part: 0 }));
    const late = line.accept(
      piece(3, new Uint8Array([93]), { checkpoint: true, parts: 3, part: 2 }),
    );
    expect(late.kind).toBe("taken");
    expect(line.unsure).toBe(true);
    const step = line.accept(batch(4, [{ d: 1 }], { checkpoint: true }));
    expect(step).toEqual({ kind: "run", records: [{ d: 1 }], fresh: true });
  });

  test("goes on unsurely over a gap, and is sure again after a checkpoint", () => {
    const line = standing();
    line.gap(0, 1, 3);
    expect(line.unsure).toBe(true);
    expect(recordsOf(line.accept(batch(4, [{ b: 4 }])))).toEqual([{ b: 4 }]);
    expect(line.accept(batch(5, [{ b: 5 }], { checkpoint: true }))).toMatchObject({ fresh: true });
    line.stand();
    expect(line.unsure).toBe(false);
  });

  test("knows a hole by itself, without a gap being told", () => {
    const line = standing();
    line.accept(batch(2, [{ b: 2 }]));
    expect(line.unsure).toBe(true);
  });

  test("ignores a gap of what it has already", () => {
    const line = standing();
    line.gap(0, 0, 0);
    expect(line.unsure).toBe(false);
    expect(line.seq).toBe(0);
  });

  test("never goes back an epoch, and shows nothing of a new one before its checkpoint", () => {
    const line = standing();
    expect(line.accept(batch(0, [{ e: 1 }], { epoch: 2 })).kind).toBe("taken");
    expect(line.standing).toBe(false);
    expect(line.accept(batch(9, [{ e: 0 }], { epoch: 1 })).kind).toBe("old");
    const step = line.accept(batch(1, [{ e: 2 }], { epoch: 2, checkpoint: true }));
    expect(step).toMatchObject({ kind: "run", fresh: true });
  });

  test.each([
    ["crc_mismatch", batch(1, [1], { crc: 7 })],
    ["bad_json", piece(1, new TextEncoder().encode("{}"))],
    ["bad_json", piece(1, new Uint8Array([34, 0xff, 34]))],
    ["too_large", piece(1, new Uint8Array(PIECE_BYTES + 1))],
    ["too_large", batch(1, [1], { part: 0, parts: 0 })],
  ])("answers %s to a batch that cannot be read, and is unsure from there", (code, bad) => {
    const line = standing();
    expect(faultOf(() => line.accept(bad))).toBe(code);
    expect(line.unsure).toBe(true);
    expect(line.seq).toBe(1);
  });

  test("answers bad_deflate to a payload that is cut off or no deflate at all", () => {
    const whole = deflateSync(new TextEncoder().encode(JSON.stringify(["a".repeat(500), "b"])));
    const cut = whole.slice(0, -3);
    expect(
      faultOf(() => standing().accept({ ...batch(1, []), payload: cut, crc: crc32(cut) })),
    ).toBe("bad_deflate");
    const noise = new Uint8Array([0xff, 0xff, 0xff]);
    expect(
      faultOf(() => standing().accept({ ...batch(1, []), payload: noise, crc: crc32(noise) })),
    ).toBe("bad_deflate");
  });

  test("stops a deflate bomb", () => {
    const bomb = deflateSync(new Uint8Array(16 * 1024 * 1024));
    expect(bomb.byteLength).toBeLessThan(PIECE_BYTES);
    const bad = { ...batch(1, []), payload: bomb, crc: crc32(bomb) };
    expect(faultOf(() => standing().accept(bad))).toBe("too_large");
  });
});

describe("runs that come whole, out of a recording", () => {
  const place = { epoch: 0, checkpoint: false };

  test("take all the numbers of their pieces, and follow one another", () => {
    const line = new Line(PAGE);
    const whole = { epoch: 0, fromSeq: 0, toSeq: 3, checkpoint: true };
    expect(line.run(whole, [{ a: 1 }])).toEqual({ kind: "run", records: [{ a: 1 }], fresh: true });
    line.stand();
    expect(line.run({ ...place, fromSeq: 2, toSeq: 2 }, [{}])).toEqual({ kind: "old" });
    expect(line.run({ ...place, fromSeq: 4, toSeq: 4 }, [])).toEqual({ kind: "taken" });
    expect(line.run({ ...place, fromSeq: 5, toSeq: 5 }, [{}])).toMatchObject({ fresh: false });
    expect(line.unsure).toBe(false);
  });

  test("are shown unsurely over a gap, until a checkpoint begins afresh", () => {
    const line = standing();
    line.gap(0, 1, 4);
    expect(line.run({ ...place, fromSeq: 5, toSeq: 5 }, [{}])).toMatchObject({ fresh: false });
    expect(line.unsure).toBe(true);
    const checkpoint = { epoch: 0, fromSeq: 6, toSeq: 6, checkpoint: true };
    expect(line.run(checkpoint, [{}])).toMatchObject({ kind: "run", fresh: true });
  });

  test("show nothing before there is a checkpoint", () => {
    const line = new Line(PAGE);
    expect(line.run({ ...place, fromSeq: 7, toSeq: 7 }, [{}])).toEqual({ kind: "taken" });
  });
});
