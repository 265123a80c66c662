/** Dates, times and amounts as the reader's own language and time zone write them. */

const LOCALE: Intl.LocalesArgument = undefined;

const clock = new Intl.DateTimeFormat(LOCALE, { timeStyle: "short" });
const precise = new Intl.DateTimeFormat(LOCALE, { timeStyle: "medium" });
const full = new Intl.DateTimeFormat(LOCALE, { dateStyle: "full", timeStyle: "long" });
const day = new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium", timeStyle: "short" });
const date = new Intl.DateTimeFormat(LOCALE, { weekday: "long", day: "numeric", month: "long" });
const oldDate = new Intl.DateTimeFormat(LOCALE, { dateStyle: "full" });
const whole = new Intl.NumberFormat(LOCALE);
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto", style: "narrow" });
const relativeDay = new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto" });

const units = new Map<string, Intl.NumberFormat>();

type Unit = "second" | "minute" | "hour" | "day";

function amount(value: number, unit: Unit, unitDisplay: "narrow" | "long" = "narrow"): string {
  const key = `${unit} ${unitDisplay}`;
  let format = units.get(key);
  if (!format) {
    format = new Intl.NumberFormat(LOCALE, { style: "unit", unit, unitDisplay });
    units.set(key, format);
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

/** A place in a visit as players write it: `2:41`, `1:02:41`. */
export function position(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (parts[0] === 0) parts.shift();
  return parts.map((part, i) => (i === 0 ? `${part}` : `${part}`.padStart(2, "0"))).join(":");
}

/** The same for the ear: `2 minutes 41 seconds`. */
export function spokenPosition(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  const parts = [
    [Math.floor(seconds / 3600), "hour"],
    [Math.floor(seconds / 60) % 60, "minute"],
    [seconds % 60, "second"],
  ] as const;
  const told = parts.filter(([value], i) => value > 0 || (i === 2 && seconds === 0));
  return told.map(([value, unit]) => amount(value, unit, "long")).join(" ");
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

/** The day of a time: today and yesterday by name, others with their year where it is another one. */
export function dayName(at: number, now: number = Date.now()): string {
  const day = new Date(at);
  const today = new Date(now);
  const apart = Math.round((midnight(today) - midnight(day)) / DAY);
  if (apart === 0 || apart === 1) return capital(relativeDay.format(-apart, "day"));
  return (day.getFullYear() === today.getFullYear() ? date : oldDate).format(day);
}

function midnight(day: Date): number {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
}

export function capital(text: string): string {
  const [first = "", ...rest] = text;
  return first.toLocaleUpperCase(LOCALE) + rest.join("");
}

export function absolute(at: number): string {
  return full.format(at);
}

export function count(value: number): string {
  return whole.format(value);
}
