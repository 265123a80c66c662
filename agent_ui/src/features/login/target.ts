/**
 * The address inside the console to go to after signing in, or null. Anybody can write the login
 * page's address: one that leads elsewhere (another host, or back to the login) is not followed.
 */
export function inside(value: unknown): string | null {
  if (typeof value !== "string" || value.length > 2048) return null;
  if (!/^\/(?![/\\])/.test(value)) return null;
  const path = value.replace(/^\/console(?=\/|$)/, "") || "/";
  if (!/^\/(?![/\\])/.test(path) || path === "/" || path.startsWith("/login")) return null;
  return path;
}
