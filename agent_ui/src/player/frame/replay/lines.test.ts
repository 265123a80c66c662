import { expect, test } from "vitest";
import { Fault } from "../fault";
import { readSegment } from "./lines";
import { bytesOf, HEAD, missing, run } from "./segment.fixture";

const NONE = new Map<string, string>();
const HASH = "a".repeat(64);

function fault(bytes: ArrayBuffer): string {
  try {
    readSegment(bytes, NONE);
  } catch (error) {
    if (error instanceof Fault) return error.code;
    throw error;
  }
  return "none";
}

test("a segment is its head and its lines, in order", () => {
  const { head, lines } = readSegment(bytesOf(HEAD, run(0), missing(1, 2), run(3)), NONE);
  expect(head).toEqual(HEAD);
  expect(lines).toEqual([run(0), missing(1, 2), run(3)]);
});

test("a last line without its end is a line", () => {
  const text = `${JSON.stringify(HEAD)}\n${JSON.stringify(run(0))}`;
  const bytes = new TextEncoder().encode(text).buffer as ArrayBuffer;
  expect(readSegment(bytes, NONE).lines).toHaveLength(1);
});

test("style sheets are put back wherever the recorder writes them", () => {
  const kept = { _cssText: { $sheet: HASH }, rel: "stylesheet" };
  const records = [
    { data: { node: { childNodes: [{ attributes: kept }] } } },
    { data: { adds: [{ node: { attributes: kept } }], attributes: [{ attributes: kept }] } },
  ];
  const sheets = new Map([[HASH, "p { color: red }"]]);
  const [line] = readSegment(bytesOf(HEAD, run(0, { records })), sheets).lines;
  const whole = { _cssText: "p { color: red }", rel: "stylesheet" };
  expect(line).toMatchObject({
    records: [
      { data: { node: { childNodes: [{ attributes: whole }] } } },
      { data: { adds: [{ node: { attributes: whole } }], attributes: [{ attributes: whole }] } },
    ],
  });
});

test("a style sheet that could not be had leaves the link to the kept file", () => {
  const records = [{ attributes: { _cssText: { $sheet: HASH }, href: "/a.css" } }];
  const [line] = readSegment(bytesOf(HEAD, run(0, { records })), NONE).lines;
  expect(line).toMatchObject({ records: [{ attributes: { href: "/a.css" } }] });
  expect(JSON.stringify(line)).not.toContain("_cssText");
});

test("a run whose records are no list is missing", () => {
  const bytes = bytesOf(HEAD, { ...run(4, { parts: 2 }), records: "nothing" }, run(6));
  const [first, second] = readSegment(bytes, NONE).lines;
  expect(first).toMatchObject({ line: "missing", from_seq: 4, to_seq: 5, reason: "unreadable" });
  expect(second).toEqual(run(6));
});

test.each<[string, ArrayBuffer]>([
  ["nothing", new ArrayBuffer(0)],
  ["no head", bytesOf(run(0))],
  ["a format of the future", bytesOf({ ...HEAD, format: 2 })],
  ["no JSON", new TextEncoder().encode("{not\n").buffer as ArrayBuffer],
  ["no UTF-8", new Uint8Array([0xff, 0xfe, 10]).buffer],
])("%s is no segment", (_, bytes) => {
  expect(fault(bytes)).toBe("bad_json");
});

test("what is too large is not even looked into", () => {
  expect(fault(new ArrayBuffer(97 * 1024 * 1024))).toBe("too_large");
});

test("records nested a hundred thousand deep harm nobody", () => {
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  const line = JSON.stringify(run(0)).replace("[{}]", `[{"$sheet":1}, ${deep}]`);
  const bytes = new TextEncoder().encode(`${JSON.stringify(HEAD)}\n${line}\n`).buffer;
  expect(["none", "bad_json"]).toContain(fault(bytes as ArrayBuffer));
});
