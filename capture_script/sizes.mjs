/** What a customer's page has to load, gzipped, against what we allow ourselves. */
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

const built = new URL("../cobrowse/static/capture/", import.meta.url);

const KB = 1000;
const budgets = [
  { what: "loader", parts: ["loader"], limit: 2 * KB },
  { what: "loader and core", parts: ["loader", "core"], limit: 40 * KB },
];

const manifest = JSON.parse(await readFile(new URL("manifest.json", built), "utf8"));

async function gzipped(part) {
  return gzipSync(await readFile(new URL(manifest[part], built)), { level: 9 }).length;
}

for (const { what, parts, limit } of budgets) {
  const sizes = await Promise.all(parts.map(gzipped));
  const size = sizes.reduce((sum, one) => sum + one, 0);
  const verdict = size <= limit ? "ok" : "TOO LARGE";
  console.log(`${what}: ${size} of ${limit} bytes gzipped, ${verdict}`);
  if (size > limit) process.exitCode = 1;
}
console.log(`assist, loaded when needed: ${await gzipped("assist")} bytes gzipped`);
