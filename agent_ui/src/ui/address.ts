/** The part of an address a person reads: path first, host left out, escapes undone. */
export function readablePath(url: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return url;
  }
  const path = `${parsed.pathname}${parsed.search}${parsed.hash}`;
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
