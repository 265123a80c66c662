/** Web Mercator: degrees and the pixels of a world that is `256 * 2 ** zoom` wide. */

export const TILE = 256;

export function toPixels({ lon, lat }, zoom) {
  const world = TILE * 2 ** zoom;
  const rise = Math.asinh(Math.tan((lat * Math.PI) / 180));
  return { x: (world * (lon + 180)) / 360, y: (world * (1 - rise / Math.PI)) / 2 };
}

export function toDegrees({ x, y }, zoom) {
  const world = TILE * 2 ** zoom;
  const rise = Math.PI * (1 - (2 * y) / world);
  return { lon: (x / world) * 360 - 180, lat: (Math.atan(Math.sinh(rise)) * 180) / Math.PI };
}
