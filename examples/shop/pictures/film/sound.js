/** The sound of the film: a plucked note for each piece that lands, and a tune while it is woven. */

import { TIMES } from "./chair.js";

const RATE = 48_000;
const BITS_A_SECOND = 7_000;
const FRAME_US = 120_000;
const SCALE = [261.6, 293.7, 329.6, 392, 440, 523.3, 587.3, 659.3]; // C major without F and B
const LANDED_S = 0.75;

/** The encoded sound of `seconds`: what an `AudioEncoder` put out, in order. */
export async function makeSound(seconds) {
  const samples = new Float32Array(RATE * seconds);
  for (const [at, note, loud] of notes()) pluck(samples, at, SCALE[note], loud);
  const parts = [];
  const encoder = new AudioEncoder({
    output: (part) => parts.push(part),
    error: (wrong) => {
      throw wrong;
    },
  });
  encoder.configure({ codec: "opus", sampleRate: RATE, numberOfChannels: 1,
    bitrate: BITS_A_SECOND, bitrateMode: "variable",
    opus: { frameDuration: FRAME_US } });
  encoder.encode(new AudioData({ format: "f32", sampleRate: RATE, numberOfChannels: 1,
    numberOfFrames: samples.length, timestamp: 0, data: samples }));
  await encoder.flush();
  return parts;
}

/** `[seconds, step of the scale, loudness]` of each note. */
function notes() {
  const landings = [...TIMES.frontLegs, ...TIMES.backLegs, ...TIMES.rails, ...TIMES.stretchers];
  const played = landings.map((at, number) => [at + LANDED_S, (number * 3) % 6, 0.5]);
  [0, 2, 4].forEach((note, number) => played.push([1 + number * 0.45, note, 0.45]));
  [5, 4, 2].forEach((note, number) => played.push([TIMES.bending[0] + number * 1.6, note, 0.35]));
  [2, 4].forEach((note) => played.push([TIMES.backOn + 2.2, note, 0.4]));
  const tune = [0, 2, 4, 2, 3, 5, 4, 2, 0, 3, 4, 6, 5, 4, 2, 3, 1, 2, 0, 0];
  const [from, to] = TIMES.weaving;
  tune.forEach((note, number) => {
    played.push([from + ((to - from) * number) / tune.length, note, number % 4 ? 0.24 : 0.34]);
  });
  const [turn] = TIMES.turning;
  [0, 2, 4, 5, 7, 5, 4, 2, 0].forEach((note, number) => {
    played.push([turn + number * 1.35, note, 0.38]);
  });
  return played;
}

/** A tongue of steel over a hollow of wood: a note, its octave, and a knock that is gone at once. */
function pluck(samples, at, pitch, loud) {
  const start = Math.round(at * RATE);
  for (let number = 0; number < 1.8 * RATE && start + number < samples.length; number++) {
    const time = number / RATE;
    const note = Math.sin(2 * Math.PI * pitch * time) * Math.exp(-3.2 * time);
    const octave = 0.3 * Math.sin(2 * Math.PI * pitch * 2.004 * time) * Math.exp(-6 * time);
    const knock = 0.25 * Math.sin(2 * Math.PI * 140 * time) * Math.exp(-45 * time);
    const attack = Math.min(1, time / 0.004);
    samples[start + number] += loud * 0.6 * attack * (note + octave + knock);
  }
}
