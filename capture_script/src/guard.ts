/**
 * The edge between the customer's page and us. Whatever goes wrong behind it stays behind it: the
 * page sees no exception of ours, and its console stays its own.
 */

type Report = (error: unknown) => void;

let report: Report = () => {};

/** Name the one place that hears of failures; it must not throw. */
export function reportFailuresTo(listener: Report): void {
  report = listener;
}

/** Wrap what the browser or the page calls: a failure is reported, never thrown. */
export function guard<A extends unknown[]>(fn: (...args: A) => void): (...args: A) => void {
  return (...args) => {
    try {
      fn(...args);
    } catch (error) {
      report(error);
    }
  };
}

/** Run something whose failure means only that it did not happen. */
export function attempt<T>(fn: () => T): T | undefined {
  try {
    return fn();
  } catch {
    return undefined;
  }
}

/** The only line we ever write to a page's console: the site's own set-up cannot work as it is. */
export function warnOfMisconfiguration(message: string): void {
  // biome-ignore lint/suspicious/noConsole: the site's engineer has no other place to learn of it
  console.warn(`cobrowse: ${message}`);
}
