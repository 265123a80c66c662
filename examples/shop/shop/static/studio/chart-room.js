/** Draws the map on its canvas: tiles, what is written on them, the workshops. */

import { TILE, toPixels } from "./mercator.js";
import { PLACES } from "./places.js";

const TILE_ZOOMS = { least: 3, most: 7 };
const MOST_TILES = 240;
const NAMED_FROM = 4.6; // from here on every workshop's name is written beside it
export const PIN = 7;

export class ChartRoom {
  #tiles = new Map();
  #taken = []; // boxes in which something is written: {left, right, top, bottom}

  /** `redraw` is called when a tile has come that was missing. */
  constructor(canvas, redraw) {
    this.canvas = canvas;
    this.pen = canvas.getContext("2d");
    this.redraw = redraw;
    this.dark = matchMedia("(prefers-color-scheme: dark)");
  }

  /** Fits the bitmap to the element and the screen; answers the element's size in px. */
  fit() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const scale = Math.min(devicePixelRatio, 2);
    if (this.canvas.width !== Math.round(width * scale)) this.canvas.width = width * scale;
    if (this.canvas.height !== Math.round(height * scale)) this.canvas.height = height * scale;
    this.pen.setTransform(scale, 0, 0, scale, 0, 0);
    return { width, height };
  }

  draw(view, workshops, chosen) {
    const { width, height } = this.fit();
    const middle = toPixels(view, view.zoom);
    const origin = { x: middle.x - width / 2, y: middle.y - height / 2 };
    const style = getComputedStyle(this.canvas);
    const ink = (name) => style.getPropertyValue(name).trim();
    this.pen.fillStyle = ink("--paper-deep");
    this.pen.fillRect(0, 0, width, height);
    this.#drawTiles(view.zoom, origin, width, height);
    this.#taken = [];
    for (const workshop of workshops) {
      this.#drawPin(workshop, origin, view.zoom, workshop === chosen, ink);
    }
    for (const place of PLACES) {
      if (view.zoom >= place.from && view.zoom <= place.to)
        this.#write(place, origin, view.zoom, ink);
    }
  }

  #drawTiles(zoom, origin, width, height) {
    const level = Math.min(Math.max(Math.round(zoom), TILE_ZOOMS.least), TILE_ZOOMS.most);
    const side = TILE * 2 ** (zoom - level);
    const most = 2 ** level - 1;
    for (let x = Math.floor(origin.x / side); x * side < origin.x + width; x += 1) {
      for (let y = Math.floor(origin.y / side); y * side < origin.y + height; y += 1) {
        if (x < 0 || y < 0 || x > most || y > most) continue;
        const [left, top] = [Math.floor(x * side - origin.x), Math.floor(y * side - origin.y)];
        const right = Math.floor((x + 1) * side - origin.x);
        const bottom = Math.floor((y + 1) * side - origin.y);
        const found = this.#best(level, x, y);
        if (!found) continue;
        const { image, from, cut } = found;
        this.pen.drawImage(image, from.x, from.y, cut, cut, left, top, right - left, bottom - top);
      }
    }
  }

  /** The tile itself or, until it has come, its square of a coarser one that is there. */
  #best(level, x, y) {
    for (let up = 0; level - up >= TILE_ZOOMS.least; up += 1) {
      const image = this.#tile(level - up, x >> up, y >> up);
      if (!image) continue;
      const cut = TILE / 2 ** up;
      const from = { x: (x % 2 ** up) * cut, y: (y % 2 ** up) * cut };
      return { image, from, cut };
    }
    return undefined;
  }

  /** The picture if it is there; asked for if not. The oldest make room. */
  #tile(z, x, y) {
    const address = `/tiles/${z}/${x}/${y}.svg?theme=${this.dark.matches ? "dark" : "light"}`;
    let image = this.#tiles.get(address);
    if (!image) {
      image = new Image(TILE, TILE);
      image.onload = this.redraw;
      image.src = address;
      this.#tiles.set(address, image);
      if (this.#tiles.size > MOST_TILES) this.#tiles.delete(this.#tiles.keys().next().value);
    }
    return image.complete && image.naturalWidth > 0 ? image : undefined;
  }

  /** A name where there is room for it, a little higher or lower if need be, or not at all. */
  #write(place, origin, zoom, ink) {
    const { pen } = this;
    const at = toPixels(place, zoom);
    const [x, y] = [at.x - origin.x, at.y - origin.y];
    const { font, alpha, shifts } = this.#hand(place.kind, zoom, ink);
    pen.font = font;
    const half = pen.measureText(place.name).width / 2;
    const shift = shifts.find((by) => this.#take(x - half, x + half, y + by - 8, y + by + 8));
    if (shift === undefined) return;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillStyle = ink("--ink-soft");
    pen.globalAlpha = alpha;
    pen.fillText(place.name, x, y + shift);
    if (place.kind === "town") this.#disc(x, y, 2);
    pen.globalAlpha = 1;
  }

  #hand(kind, zoom, ink) {
    if (kind === "town") return { font: `400 12px ${ink("--sans")}`, alpha: 1, shifts: [11, -11] };
    const size = kind === "sea" ? 14 : 13 + Math.max(0, zoom - 4) * 2;
    const slant = kind === "sea" ? "italic " : "";
    const font = `${slant}400 ${size}px ${ink("--serif")}`;
    return { font, alpha: kind === "sea" ? 0.65 : 0.8, shifts: [0, 18, -18, 34, -34] };
  }

  /** Whether the box was free; then it no longer is. */
  #take(left, right, top, bottom) {
    const meets = (box) =>
      left < box.right && right > box.left && top < box.bottom && bottom > box.top;
    if (this.#taken.some(meets)) return false;
    this.#taken.push({ left, right, top, bottom });
    return true;
  }

  #disc(x, y, radius) {
    this.pen.beginPath();
    this.pen.arc(x, y, radius, 0, 2 * Math.PI);
    this.pen.fill();
  }

  #drawPin(workshop, origin, zoom, chosen, ink) {
    const { pen } = this;
    const at = toPixels(workshop, zoom);
    const [x, y] = [at.x - origin.x, at.y - origin.y];
    this.#take(x - PIN, x + PIN, y - PIN, y + PIN);
    pen.fillStyle = ink(chosen ? "--star" : "--accent");
    this.#disc(x, y, chosen ? PIN + 3 : PIN);
    pen.lineWidth = 2;
    pen.strokeStyle = ink("--panel");
    pen.stroke();
    if (!chosen && zoom < NAMED_FROM) return;
    pen.font = `600 13px ${ink("--sans")}`;
    pen.textAlign = "left";
    pen.textBaseline = "middle";
    this.#take(x + 14, x + 14 + pen.measureText(workshop.place).width, y - 8, y + 8);
    pen.lineWidth = 4;
    pen.lineJoin = "round";
    pen.strokeText(workshop.place, x + 14, y);
    pen.fillStyle = ink("--ink");
    pen.fillText(workshop.place, x + 14, y);
  }
}
