import { expect, test, vi } from "vitest";
import { ask } from "./http";

function answering(reply: Response): void {
  vi.stubGlobal("fetch", async () => reply);
}

test("a refusal carries code, status and the time to wait", async () => {
  const error = { code: "too_many", message: "slow down" };
  answering(Response.json({ error }, { status: 429, headers: { "Retry-After": "30" } }));
  await expect(ask("/login", { method: "POST", body: {} })).rejects.toMatchObject({
    code: "too_many",
    status: 429,
    retryAfter: 30,
  });
});

test("a proxy's own page counts as unreachable", async () => {
  answering(new Response("<h1>502 Bad Gateway</h1>", { status: 502 }));
  await expect(ask("/me")).rejects.toMatchObject({ code: "unreachable", status: 502 });
});

test("a success that is no JSON counts as unreachable too", async () => {
  answering(new Response("<!doctype html>", { status: 200 }));
  await expect(ask("/me")).rejects.toMatchObject({ code: "unreachable" });
});

test("no answer at all is unreachable", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  await expect(ask("/me")).rejects.toMatchObject({ code: "unreachable", status: 0 });
});

test("an empty answer is null", async () => {
  answering(new Response(null, { status: 204 }));
  await expect(ask("/logout", { method: "POST" })).resolves.toBeNull();
});
