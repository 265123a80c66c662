import { fault } from "./fault.js";

/** `fetch`, with the fault of this document sent along. */
export function ask(address, options = {}) {
  const headers = fault ? { ...options.headers, "x-shop-fault": fault } : options.headers;
  return fetch(address, { ...options, headers });
}

/** Posts JSON. The answer has `errors` by field name if something is to be put right. */
export async function send(address, body) {
  try {
    const answer = await ask(address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const said = await answer.json();
    if (answer.ok || said.errors || said.next) return said;
  } catch {
    // no network, or an answer that is not ours: the same words serve for both
  }
  return { errors: { form: "That did not reach us. Please try again." } };
}
