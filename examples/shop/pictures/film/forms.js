/** Solid shapes as triangles: `{ points, normals }`, three numbers each. Measures in metres. */

const SIDES = 14;

/** A round stick through `stops` (`[x, y, z, radius]`), closed at both ends. */
export function stick(stops) {
  const shape = { points: [], normals: [] };
  for (let at = 0; at + 1 < stops.length; at++) {
    const [from, to] = [stops[at], stops[at + 1]];
    const along = unit(minus(to, from));
    const across = unit(cross(along, Math.abs(along[1]) > 0.9 ? [0, 0, 1] : [0, 1, 0]));
    const up = cross(across, along);
    for (let side = 0; side < SIDES; side++) {
      const [a, b] = [round(side, across, up), round(side + 1, across, up)];
      quad(shape, out(from, a), out(to, a), out(to, b), out(from, b), [a, a, b, b]);
      if (at === 0) triangle(shape, from, out(from, b), out(from, a), minus([0, 0, 0], along));
      if (at + 2 === stops.length) triangle(shape, to, out(to, a), out(to, b), along);
    }
  }
  return shape;
}

/** A board between two points, `high` and `thick`. */
export function board(from, to, high, thick) {
  return bentBoard((along) => mix(from, to, along), high, thick, 1);
}

/** A board that follows `line(0..1)` in plan; its ends are cut square. */
export function bentBoard(line, high, thick, pieces) {
  const shape = { points: [], normals: [] };
  const rings = Array.from({ length: pieces + 1 }, (_, at) => {
    const along = at / pieces;
    const ahead = unit(minus(line(along + 0.01), line(along - 0.01)));
    const aside = unit(cross(ahead, [0, 1, 0]));
    const middle = line(along);
    return [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([out, up]) => [
      middle[0] + (aside[0] * out * thick) / 2,
      middle[1] + (up * high) / 2,
      middle[2] + (aside[2] * out * thick) / 2,
    ]);
  });
  for (let at = 0; at < pieces; at++) {
    for (let corner = 0; corner < 4; corner++) {
      const next = (corner + 1) % 4;
      flat(shape, rings[at][corner], rings[at][next], rings[at + 1][next], rings[at + 1][corner]);
    }
  }
  const [first, last] = [rings[0], rings[pieces]];
  flat(shape, first[3], first[2], first[1], first[0]);
  flat(shape, last[0], last[1], last[2], last[3]);
  return shape;
}

export function mix(from, to, along) {
  return [0, 1, 2].map((axis) => from[axis] + (to[axis] - from[axis]) * along);
}

function round(side, across, up) {
  const angle = (side / SIDES) * 2 * Math.PI;
  return [0, 1, 2].map((axis) => across[axis] * Math.cos(angle) + up[axis] * Math.sin(angle));
}

function out(stop, direction) {
  return [0, 1, 2].map((axis) => stop[axis] + direction[axis] * stop[3]);
}

function flat(shape, a, b, c, d) {
  const normal = unit(cross(minus(d, a), minus(b, a)));
  quad(shape, a, b, c, d, [normal, normal, normal, normal]);
}

function quad(shape, a, b, c, d, [na, nb, nc, nd]) {
  shape.points.push(...a, ...b, ...c, ...a, ...c, ...d);
  shape.normals.push(...na, ...nb, ...nc, ...na, ...nc, ...nd);
}

function triangle(shape, a, b, c, normal) {
  shape.points.push(...a.slice(0, 3), ...b, ...c);
  shape.normals.push(...normal, ...normal, ...normal);
}

function minus(a, b) {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function cross(a, b) {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function unit(a) {
  const length = Math.hypot(...a);
  return a.map((each) => each / length);
}
