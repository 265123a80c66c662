/**
 * The film: every frame drawn, then encoded as VP9, and its sound as Opus.
 * `make()` -> `{ pictures, sounds }`, each `[{ at_ms, key, data }]` with the data in base64.
 */

import { ease, pieces, TIMES } from "./chair.js";
import { makeSound } from "./sound.js";
import { cameraAt, makeStage } from "./stage.js";

export const SIZE = { width: 640, height: 360 };
export const SECONDS = 100;
export const RATE = 16;
const BITS_A_SECOND = [[0, 11_000], [80, 20_000]]; // from a time on; at the end all of it moves
const KEY_EVERY_S = 10;
const TITLES = [
  [8.5, 20.5, "One", "Four legs"],
  [21, 32.5, "Two", "The seat frame"],
  [33, 44.5, "Three", "Three stretchers"],
  [45, 57.5, "Four", "The back is bent"],
  [58, 66, "Five", "The back is set on"],
  [66.5, 83, "Six", "The seat is woven"],
];
const HORIZON = 214;
const WALL = "#c9b096";
const FLOOR = "#a98a68";
const LIGHT = "#d8c2a8";
const INK = "#2b221a";

export async function make() {
  await Promise.all([document.fonts.load("40px Newsreader"), document.fonts.load("20px Sans")]);
  const { canvas, draw } = makeFilm();
  const pictures = [];
  const encoder = new VideoEncoder({
    output: (encoded) => pictures.push(written(encoded)),
    error: (wrong) => {
      throw wrong;
    },
  });
  for (let number = 0; number < SECONDS * RATE; number++) {
    const more = BITS_A_SECOND.find(([from]) => from === number / RATE);
    if (more) {
      encoder.configure({ codec: "vp09.00.20.08", ...SIZE, framerate: RATE, bitrate: more[1],
        latencyMode: "quality" });
    }
    draw(number / RATE);
    const frame = new VideoFrame(canvas, { timestamp: (number * 1e6) / RATE });
    encoder.encode(frame, { keyFrame: number % (KEY_EVERY_S * RATE) === 0 });
    frame.close();
    while (encoder.encodeQueueSize > 4) await new Promise((go) => setTimeout(go, 5));
  }
  await encoder.flush();
  return { pictures, sounds: (await makeSound(SECONDS)).map(written) };
}

/** `draw(seconds)` paints that moment onto `canvas`. */
export function makeFilm() {
  const canvas = Object.assign(document.createElement("canvas"), SIZE);
  const chair = document.createElement("canvas");
  chair.width = SIZE.width * 2; // drawn twice as large: smoother edges
  chair.height = SIZE.height * 2;
  const stage = makeStage(chair);
  const paint = canvas.getContext("2d");
  return {
    canvas,
    draw(now) {
      room(paint);
      stage(pieces(now), view(now));
      paint.drawImage(chair, 0, 0, SIZE.width, SIZE.height);
      words(paint, now);
    },
  };
}

/** Between the steps the camera moves a little; at the end the chair is seen from all sides. */
function view(now) {
  const steps = [[20.5, 0.16], [32.5, -0.32], [44.5, 0.5], [66, -0.62], [82.5, 0.2]];
  let angle = 0.5;
  for (const [at, by] of steps) angle += by * smooth((now - at) / 2);
  const [from, to] = TIMES.turning;
  angle += 2 * Math.PI * smooth((now - from) / (to - from));
  const close = smooth((now - 66) / 2) - smooth((now - 82.5) / 2);
  const above = smooth((now - 45) / 2) - smooth((now - 82.5) / 2);
  return cameraAt(angle, 2.72 - 0.4 * close, 1.05 + 0.62 * above, [0, 0.44 + 0.06 * above, 0],
    SIZE.width / SIZE.height, 0.34);
}

function room(paint) {
  paint.fillStyle = WALL;
  paint.fillRect(0, 0, SIZE.width, SIZE.height);
  paint.fillStyle = LIGHT;
  for (const [left, top, wide, high] of [[330, 26, 88, 74], [426, 26, 88, 74], [330, 108, 88, 74],
    [426, 108, 88, 74]]) {
    paint.beginPath();
    paint.moveTo(left, top + left * 0.06);
    paint.lineTo(left + wide, top + (left + wide) * 0.06);
    paint.lineTo(left + wide, top + high + (left + wide) * 0.06);
    paint.lineTo(left, top + high + left * 0.06);
    paint.fill();
  }
  paint.fillStyle = FLOOR;
  paint.fillRect(0, HORIZON, SIZE.width, SIZE.height - HORIZON);
}

function words(paint, now) {
  paint.fillStyle = INK;
  paint.textBaseline = "alphabetic";
  if (now < 8) {
    shown(paint, now, 0.5, 7.6);
    paint.font = "300 15px Sans";
    paint.fillText("A film from the workshop in Udine", 44, 84);
    paint.font = "400 50px Newsreader";
    paint.fillText("Twelve pieces", 42, 136);
    paint.fillText("and a cord", 42, 186);
  }
  for (const [from, to, number, title] of TITLES) {
    if (now < from || now > to) continue;
    shown(paint, now, from, to);
    paint.font = "400 15px Sans";
    paint.fillText(number, 44, 66);
    paint.font = "400 31px Newsreader";
    paint.fillText(title, 43, 100);
  }
  if (now > 84) {
    shown(paint, now, 84.5, SECONDS + 5);
    paint.font = "400 50px Newsreader";
    paint.fillText("Halden", 42, 110);
    paint.font = "400 15px Sans";
    paint.fillText("Made by Solvane", 44, 138);
  }
  paint.globalAlpha = 1;
}

function shown(paint, now, from, to) {
  paint.globalAlpha = Math.min(ease((now - from) / 0.8), ease((to - now) / 0.8));
}

function smooth(share) {
  const at = Math.min(1, Math.max(0, share));
  return at * at * (3 - 2 * at);
}

function written(encoded) {
  const bytes = new Uint8Array(encoded.byteLength);
  encoded.copyTo(bytes);
  const data = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return { at_ms: encoded.timestamp / 1000, key: encoded.type === "key", data };
}
