import { expect, test } from "vitest";
import { BEHIND_MS, type Situation, stateOf } from "./status";

const LIVE: Situation = {
  link: "up",
  condition: "live",
  left: false,
  picture: true,
  unsure: false,
  lagMs: 90,
};

test.each<[string, Partial<Situation>, string]>([
  ["all is well", {}, "live"],
  ["the page is idle, hidden or paused", { condition: "idle" }, "live"],
  ["nothing was painted lately", { lagMs: null }, "live"],
  ["there is no picture yet", { picture: false }, "behind"],
  ["something was missed", { unsure: true }, "behind"],
  ["the lag is too long", { lagMs: BEHIND_MS + 1 }, "behind"],
  ["the page says it is being left", { left: true }, "left"],
  ["the server says the page was left", { condition: "left", unsure: true }, "left"],
  ["our own line is down", { link: "reconnecting", left: true }, "reconnecting"],
  ["the customer's line is down", { condition: "disconnected" }, "reconnecting"],
  ["the visit is over", { condition: "ended", link: "reconnecting" }, "ended"],
])("when %s", (_, change, state) => {
  expect(stateOf({ ...LIVE, ...change })).toBe(state);
});
