/** Identifiers that say nothing: 96 random bits as 16 url-safe characters, as the server makes them. */

const BYTES = 12;

export const ID = /^[A-Za-z0-9_-]{12,32}$/;

/** `crypto.randomUUID` is missing on plain http; `getRandomValues` is not. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, "-")
    .replace(/\//g, "_");
}
