/** The chair of the film: which piece it is, where it comes from, and when it is in its place. */

import { bentBoard, board, mix, stick } from "./forms.js";

const OAK = [0.72, 0.53, 0.35];
const DARK_OAK = [0.6, 0.43, 0.28];
const CORD = [0.9, 0.82, 0.66];
const LANDING_S = 1.7;
const WRAPS = 19;
const FRONT = [0.225, 0.2];
const BACK = [0.195, -0.19];
const SEAT = 0.445;
const BEND = 0.085;

/** When each thing happens, in seconds from the beginning. `chapters` in `shop/reading/films.py`. */
export const TIMES = {
  frontLegs: [10, 11.6],
  backLegs: [14.2, 15.6],
  rails: [23, 24.4, 26, 27.4],
  stretchers: [35, 36.6, 38.6],
  steaming: 47,
  bending: [50.5, 55.5],
  backOn: 60,
  weaving: [68, 81],
  turning: [85, 97],
};

/** The pieces at `now`: `[{ shape, colour, offset, key }]`; those still to come are left out. */
export function pieces(now) {
  return [...legs(now), ...rails(now), ...stretchers(now), ...back(now), ...weave(now)];
}

function legs(now) {
  const front = (side) =>
    stick([[side * 0.235, 0, 0.21, 0.012], [side * 0.232, 0.3, 0.205, 0.018],
      [side * FRONT[0], SEAT + 0.012, FRONT[1], 0.019]]);
  const rear = (side) =>
    stick([[side * 0.205, 0, -0.235, 0.012], [side * 0.2, 0.25, -0.205, 0.018],
      [side * BACK[0], SEAT, BACK[1], 0.02], [side * 0.196, 0.62, -0.215, 0.018],
      [side * 0.2, 0.8, -0.265, 0.012]]);
  const [left, right] = TIMES.frontLegs;
  const [rearLeft, rearRight] = TIMES.backLegs;
  return [
    landing("front left", () => front(-1), OAK, now, left),
    landing("front right", () => front(1), OAK, now, right),
    landing("rear left", () => rear(-1), OAK, now, rearLeft),
    landing("rear right", () => rear(1), OAK, now, rearRight),
  ].flat();
}

function rails(now) {
  const low = SEAT - 0.02;
  const ends = [
    [[-FRONT[0], low, FRONT[1]], [FRONT[0], low, FRONT[1]]],
    [[BACK[0], low, BACK[1]], [-BACK[0], low, BACK[1]]],
    [[-BACK[0], low, BACK[1]], [-FRONT[0], low, FRONT[1]]],
    [[FRONT[0], low, FRONT[1]], [BACK[0], low, BACK[1]]],
  ];
  return ends.flatMap(([from, to], at) =>
    landing(`rail ${at}`, () => board(from, to, 0.034, 0.02), DARK_OAK, now, TIMES.rails[at]));
}

function stretchers(now) {
  const side = (sign) => [[sign * 0.232, 0.2, 0.207, 0.008], [sign * 0.217, 0.21, 0, 0.012],
    [sign * 0.201, 0.2, -0.209, 0.008]];
  const across = [[-0.217, 0.21, 0, 0.008], [0, 0.213, 0, 0.012], [0.217, 0.21, 0, 0.008]];
  return [side(-1), side(1), across].flatMap((stops, at) =>
    landing(`stretcher ${at}`, () => stick(stops), OAK, now, TIMES.stretchers[at]));
}

/** The back arrives straight, is bent in the air as it is over a form, and is set on the posts. */
function back(now) {
  if (now < TIMES.steaming) return [];
  const [from, to] = TIMES.bending;
  const bend = BEND * ease((now - from) / (to - from));
  const line = (along) => [
    (along - 0.5) * 0.47, 0.74, -0.245 - bend * (1 - (2 * along - 1) ** 2) + bend * 0.1,
  ];
  const arriving = 1 - ease((now - TIMES.steaming) / 2);
  const lowering = 1 - ease((now - TIMES.backOn) / 2.6);
  return [{
    key: `back ${bend.toFixed(4)}`,
    shape: () => bentBoard(line, 0.12, 0.018, 24),
    colour: bend > 0 && bend < BEND ? [0.66, 0.45, 0.29] : OAK,
    offset: [arriving * 1.4, 0.3 * lowering, 0.12 * lowering],
  }];
}

/** Cord over the rails from the corners to the middle: each wrap meets the next on the diagonal. */
function weave(now) {
  const [from, to] = TIMES.weaving;
  const laid = Math.min(1, Math.max(0, (now - from) / (to - from))) * WRAPS;
  const corners = [[-FRONT[0], FRONT[1]], [FRONT[0], FRONT[1]], [BACK[0], BACK[1]],
    [-BACK[0], BACK[1]]];
  const at = ([x, z]) => [x, SEAT + 0.006, z];
  const middle = [0, 0.005];
  const cords = [];
  for (let wrap = 0; wrap < Math.ceil(laid); wrap++) {
    const share = (wrap + 0.5) / WRAPS;
    const drawn = Math.min(1, laid - wrap);
    corners.forEach((corner, side) => {
      const inner = along(corner, middle, share);
      for (const neighbour of [corners[(side + 1) % 4], corners[(side + 3) % 4]]) {
        const edge = along(corner, along(corner, neighbour, 0.5), share);
        const end = along(edge, inner, drawn);
        cords.push({
          key: `cord ${wrap} ${side} ${neighbour} ${drawn.toFixed(2)}`,
          shape: () => stick([[...at(edge), 0.0066], [...at(end), 0.0066]]),
          colour: CORD.map((each) => each * (0.93 + 0.07 * (wrap % 2))),
          offset: [0, 0, 0],
        });
      }
    });
  }
  return cords;
}

function along(from, to, share) {
  return from.map((each, axis) => each + (to[axis] - each) * share);
}

function landing(key, shape, colour, now, start) {
  if (now < start) return [];
  const high = (1 - ease((now - start) / LANDING_S)) * 1.3;
  return [{ key, shape, colour, offset: mix([0, 0, 0], [0, 1, 0], high) }];
}

/** From 0 to 1, quick first and gently to the end. */
export function ease(share) {
  const left = 1 - Math.min(1, Math.max(0, share));
  return 1 - left ** 3;
}
