/** Reading of values whose shape nobody has promised: each gives what was asked for, or nothing. */

const MOST_ID = 2 ** 31 - 1;

export function asObject(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

export function asList(value: unknown, most: number): unknown[] {
  if (!Array.isArray(value)) return [];
  return value.length > most ? value.slice(0, most) : value;
}

export function asId(value: unknown): number | null {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) <= MOST_ID
    ? (value as number)
    : null;
}

export function asNumber(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

export function asText(value: unknown, most: number): string {
  return typeof value === "string" ? value.slice(0, most) : "";
}

/** Every item read by `read`; those that give null are left out. */
export function readAll<T>(
  value: unknown,
  most: number,
  read: (item: Record<string, unknown>) => T | null,
): T[] {
  const kept: T[] = [];
  for (const item of asList(value, most)) {
    const object = asObject(item);
    const result = object ? read(object) : null;
    if (result !== null) kept.push(result);
  }
  return kept;
}
