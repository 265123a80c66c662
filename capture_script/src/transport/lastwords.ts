/**
 * What a page still has to say when it is unloaded goes by a request that outlives it. Browsers give
 * such requests 64 KiB in all, other scripts' included.
 */
import { attempt } from "../guard";
import type { Batch, Hello } from "../wire/messages.gen";
import { encode } from "./msgpack";

/** For the batches of one parcel; the rest of the quota is for the hello and for others. */
export const LAST_WORDS_BYTES = 56_000;
/** `Parcel.batches` takes 64. */
export const PARCEL_BATCHES = 64;

export function sendLastWords(url: string, hello: Hello, batches: Batch[]): void {
  if (!batches.length) return;
  attempt(() => {
    const body = encode({ hello, batches });
    // A type that needs no permission of the server beforehand: there is no time to ask.
    const headers = { "Content-Type": "text/plain" };
    // Nobody will read the answer, and a page must not be told in its console that it may not.
    const quiet = { mode: "no-cors", credentials: "omit" } as const;
    fetch(url, { method: "POST", body, headers, keepalive: true, ...quiet }).catch(() => {});
  });
}
