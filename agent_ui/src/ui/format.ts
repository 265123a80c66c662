/** Dates, times and amounts as the reader's own language and time zone write them. */

const LOCALE: Intl.LocalesArgument = undefined;

const clock = new Intl.DateTimeFormat(LOCALE, { timeStyle: "short" });
const precise = new Intl.DateTimeFormat(LOCALE, { timeStyle: "medium" });
const full = new Intl.DateTimeFormat(LOCALE, { dateStyle: "full", timeStyle: "long" });
const day = new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium", timeStyle: "short" });
const whole = new Intl.NumberFormat(LOCALE);
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto", style: "narrow" });

const units = new Map<string, Intl.NumberFormat>();

function amount(value: number, unit: "second" | "minute" | "hour" | "day"): string {
  let format = units.get(unit);
  if (!format) {
    format = new Intl.NumberFormat(LOCALE, { style: "unit", unit, unitDisplay: "narrow" });
    units.set(unit, format);
  }
  return format.format(value);
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time in its two largest parts, as `4m 12s` or `2h 5m`; never negative. */
export function duration(ms: number): string {
  const length = Math.max(0, ms);
  if (length < MINUTE) return amount(Math.floor(length / 1000), "second");
  if (length < 10 * MINUTE) {
    const seconds = Math.floor((length % MINUTE) / 1000);
    return `${amount(Math.floor(length / MINUTE), "minute")} ${amount(seconds, "second")}`;
  }
  if (length < HOUR) return amount(Math.floor(length / MINUTE), "minute");
  if (length < DAY) {
    const minutes = Math.floor((length % HOUR) / MINUTE);
    return `${amount(Math.floor(length / HOUR), "hour")} ${amount(minutes, "minute")}`;
  }
  return amount(Math.floor(length / DAY), "day");
}

/** How long ago, in one unit. */
export function ago(ms: number): string {
  const length = Math.max(0, ms);
  if (length < MINUTE) return relative.format(-Math.floor(length / 1000), "second");
  if (length < HOUR) return relative.format(-Math.floor(length / MINUTE), "minute");
  if (length < DAY) return relative.format(-Math.floor(length / HOUR), "hour");
  return relative.format(-Math.floor(length / DAY), "day");
}

export function clockTime(at: number): string {
  return clock.format(at);
}

export function preciseTime(at: number): string {
  return precise.format(at);
}

export function dayTime(at: number): string {
  return day.format(at);
}

export function absolute(at: number): string {
  return full.format(at);
}

export function count(value: number): string {
  return whole.format(value);
}
