import { expect, test } from "vitest";
import { bytesOf, HEAD, PAGE, ref, run } from "./segment.fixture";
import { Shelf } from "./shelf";

const HASH = "b".repeat(64);

function shelf() {
  const asked: [number, string[]][] = [];
  const faults: string[] = [];
  const of = new Shelf({
    ask: ({ seq }, sheets) => asked.push([seq, sheets]),
    onFault: (code) => faults.push(code),
  });
  const put = (seq: number, ...lines: object[]): void =>
    of.put({ type: "segment", page: PAGE, epoch: 0, seq, bytes: bytesOf(...lines), sheets: [] });
  return { of, asked, faults, put };
}

test("what is wanted is asked for once, two at a time", () => {
  const { of, asked, put } = shelf();
  of.want([ref(0), ref(10), ref(20)]);
  of.want([ref(0), ref(10), ref(20)]);
  expect(asked.map(([seq]) => seq)).toEqual([0, 10]);
  put(0, HEAD, run(0));
  expect(asked.map(([seq]) => seq)).toEqual([0, 10, 20]);
  expect(of.lines(ref(0))?.lines).toEqual([run(0)]);
  expect(of.lines(ref(10))).toBeNull();
});

test("what is not wanted any more is given up, even on its way", () => {
  const { of, put } = shelf();
  of.want([ref(0), ref(10)]);
  put(0, HEAD, run(0));
  of.want([ref(20)]);
  put(10, HEAD, run(10));
  expect([of.lines(ref(0)), of.lines(ref(10))]).toEqual([null, null]);
});

test("a style sheet is asked for once for all segments that name it", () => {
  const { of, asked } = shelf();
  of.want([ref(0, { sheets: [HASH] })]);
  const bytes = bytesOf(HEAD, run(0));
  const sheets: [string, string][] = [[HASH, "p{}"]];
  of.put({ type: "segment", page: PAGE, epoch: 0, seq: 0, bytes, sheets });
  of.want([ref(0, { sheets: [HASH] }), ref(10, { sheets: [HASH] })]);
  expect(asked).toEqual([
    [0, [HASH]],
    [10, []],
  ]);
});

test("style sheets that only the lines name are asked for, once, before the lines serve", () => {
  const { of, asked, put } = shelf();
  of.want([ref(0)]);
  const records = [{ attributes: { _cssText: { $sheet: HASH } } }];
  put(0, HEAD, run(0, { records }));
  expect(of.lines(ref(0))).toBeNull();
  of.want([ref(0)]);
  const bytes = bytesOf(HEAD, run(0, { records }));
  const sheets: [string, string][] = [[HASH, "p{}"]];
  of.put({ type: "segment", page: PAGE, epoch: 0, seq: 0, bytes, sheets });
  const whole = [{ attributes: { _cssText: "p{}" } }];
  expect(of.lines(ref(0))?.lines).toEqual([run(0, { records: whole })]);
  expect(asked).toEqual([
    [0, []],
    [0, [HASH]],
  ]);
});

test("a style sheet that cannot be had is not asked for for ever", () => {
  const { of, asked, put } = shelf();
  of.want([ref(0)]);
  const records = [{ attributes: { _cssText: { $sheet: HASH } } }];
  put(0, HEAD, run(0, { records }));
  put(0, HEAD, run(0, { records }));
  expect(asked).toHaveLength(2);
  expect(of.lines(ref(0))?.lines).toHaveLength(1);
});

test("an unfinished segment that has grown is asked for again, and serves until it comes", () => {
  const { of, asked, put } = shelf();
  of.want([ref(0, { to_seq: 3 })]);
  put(0, HEAD, run(0));
  of.want([ref(0, { to_seq: 5 })]);
  expect(asked).toHaveLength(2);
  expect(of.lines(ref(0))?.lines).toHaveLength(1);
  put(0, HEAD, run(0), run(1));
  expect(of.lines(ref(0))?.lines).toHaveLength(2);
});

test("what could not be fetched is asked for again when somebody wants it to be", () => {
  const { of, asked } = shelf();
  of.want([ref(0)]);
  of.fail(ref(0));
  expect(of.hasFailed(ref(0))).toBe(true);
  of.want([ref(0)]);
  expect(asked).toHaveLength(1);
  of.retry();
  expect(asked).toHaveLength(2);
  expect(of.hasFailed(ref(0))).toBe(false);
});

test("a damaged segment is one that is missing", () => {
  const { of, faults, put } = shelf();
  of.want([ref(10)]);
  put(10, { line: "nonsense" });
  expect(faults).toEqual(["bad_json"]);
  expect(of.lines(ref(10))?.lines).toMatchObject([
    { line: "missing", from_seq: 10, to_seq: 19, reason: "unreadable" },
  ]);
});

test("a lost segment is one that is missing, and keeps nothing else waiting", () => {
  const { of, asked, put } = shelf();
  of.want([ref(0), ref(10), ref(20)]);
  of.lose(ref(10));
  expect(of.lines(ref(10))?.lines).toMatchObject([
    { line: "missing", from_seq: 10, to_seq: 19, reason: "unreadable" },
  ]);
  expect(of.hasFailed(ref(10))).toBe(false);
  expect(asked.map(([seq]) => seq)).toEqual([0, 10, 20]);
  put(0, HEAD, run(0));
  of.retry();
  expect(asked.map(([seq]) => seq)).toEqual([0, 10, 20, 10]);
  put(10, HEAD, run(10));
  expect(of.lines(ref(10))?.lines).toEqual([run(10)]);
});

test("what nobody asked for is not taken", () => {
  const { of, put } = shelf();
  put(0, HEAD, run(0));
  expect(of.lines(ref(0))).toBeNull();
});
