/** Days without hours: `2027-05-14` and back, counted in UTC so that no summer time gets between. */

const DAY_MS = 24 * 60 * 60 * 1000;

export function dayOf(written) {
  const parts = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(written.trim());
  if (!parts) return undefined;
  const [, year, month, date] = parts.map(Number);
  const day = new Date(Date.UTC(year, month - 1, date));
  return day.getUTCMonth() === month - 1 ? day : undefined; // the 31st of February is no day
}

export const written = (day) => day.toISOString().slice(0, 10);

export const plusDays = (day, days) => new Date(day.getTime() + days * DAY_MS);

/** The same date some months on, or the last of that month. */
export function plusMonths(day, months) {
  const first = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0));
  return plusDays(first, Math.min(day.getUTCDate(), last.getUTCDate()) - 1);
}

/** Monday is 0. */
export const weekday = (day) => (day.getUTCDay() + 6) % 7;

const said = (options) => {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...options });
  return (day) => format.format(day);
};
export const monthName = said({ month: "long", year: "numeric" });
export const fullName = said({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
