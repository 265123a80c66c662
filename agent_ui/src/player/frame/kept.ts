/** Where the pictures, styles and fonts that were kept of a site are served. */
export function keptOf(siteKey: string): string {
  return `${location.origin}/assets/${encodeURIComponent(siteKey)}`;
}
