import { expect, test } from "vitest";
import { createAssetList } from "./assets";

test("each address is told once", () => {
  const list = createAssetList();
  list.add("https://a.test/1");
  list.add("https://a.test/1");
  list.add("https://a.test/2");
  expect(list.take()).toEqual([{ kind: "assets", urls: ["https://a.test/1", "https://a.test/2"] }]);
  list.add("https://a.test/1");
  expect(list.take()).toEqual([]);
});

test("a fact names at most 200 addresses, and fewer when they are long", () => {
  const list = createAssetList();
  for (let n = 0; n < 250; n++) list.add(`https://a.test/${n}`);
  for (let n = 0; n < 10; n++) list.add(`https://a.test/${"x".repeat(2_000)}${n}`);
  const facts = list.take();
  expect(facts[0]?.urls).toHaveLength(200);
  expect(facts.flatMap(({ urls }) => urls)).toHaveLength(260);
  expect(Math.max(...facts.map(({ urls }) => urls.join("").length))).toBeLessThanOrEqual(16_000);
});

test("after a loss everything is told again", () => {
  const list = createAssetList();
  list.add("https://a.test/1");
  list.take();
  list.again();
  expect(list.take()).toHaveLength(1);
});
