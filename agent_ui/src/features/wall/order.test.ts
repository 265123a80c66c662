import { expect, test } from "vitest";
import { aSession } from "../../live/sessions.fixture";
import type { Session } from "../../wire/messages.gen";
import { arrange } from "./order";

function wall(...sessions: Session[]): Map<string, Session> {
  return new Map(sessions.map((session) => [session.id, session]));
}

const ids = (rows: ReturnType<typeof arrange>) => rows.map((row) => row.session.id);

const a = aSession({ id: "a", started_at: 1 });
const b = aSession({ id: "b", started_at: 2 });
const idle = aSession({ id: "idle", started_at: 9, condition: "idle" });
const lost = aSession({ id: "lost", started_at: 9, condition: "disconnected" });

test("who is active comes first, and of those who came last", () => {
  expect(ids(arrange([], wall(lost, idle, a, b), false))).toEqual(["b", "a", "idle", "lost"]);
});

test("trouble comes before everything", () => {
  const trouble = { score: 60, level: "high", reasons: [] } as const;
  const troubled = { ...lost, trouble: { ...trouble, reasons: [] } };
  expect(ids(arrange([], wall(a, b, troubled), false))[0]).toBe("lost");
});

test("what changes by the second does not reorder", () => {
  const later = { ...a, last_activity_at: 99_999, doing: "typing" as const };
  expect(ids(arrange([], wall(later, b), false))).toEqual(["b", "a"]);
});

test("held rows keep their places while their content goes on", () => {
  const before = arrange([], wall(a, b), false);
  const rows = arrange(before, wall({ ...b, condition: "idle" }, a, lost), true);
  expect(ids(rows)).toEqual(["b", "a", "lost"]);
  expect(rows[0]?.session.condition).toBe("idle");
});

test("a held row that ended is marked, and gone once nothing is held", () => {
  const before = arrange([], wall(a, b), false);
  const held = arrange(before, wall(a), true);
  expect(held.map((row) => row.leaving)).toEqual([true, false]);
  expect(ids(arrange(held, wall(a), false))).toEqual(["a"]);
});

test("the same session under two orders of arrival sorts the same", () => {
  const twin = { ...a, id: "twin" };
  expect(ids(arrange([], wall(a, twin), false))).toEqual(ids(arrange([], wall(twin, a), false)));
});
