/** Paints the stack: stools in six woods, a floor, and a window of evening light. */

const WOODS = ["#c99f66", "#8a5a3b", "#dcc29a", "#5b4a3d", "#b5803f", "#a56848"];
const ROOM = 118; // units from edge to edge of the canvas; the game's hundred lie in the middle
const WALL = 9;
const FLOOR = 12; // units below the stools
const LEVEL = 11; // units from seat to seat
const SEAT = 3.2;
const SHOWN = 6; // levels below the moving stool
const CATCH_UP = 6; // how quickly the picture rises with the stack, a second

export class StoolPainter {
  #lift = 0;

  constructor(canvas) {
    this.canvas = canvas;
    this.pen = canvas.getContext("2d");
  }

  paint(stack, seconds) {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const scale = Math.min(devicePixelRatio, 2);
    if (this.canvas.width !== Math.round(width * scale)) this.canvas.width = width * scale;
    if (this.canvas.height !== Math.round(height * scale)) this.canvas.height = height * scale;
    const unit = width / ROOM;
    const tall = height / unit;
    const { pen } = this;
    pen.setTransform(scale * unit, 0, 0, scale * unit, 0, 0);
    this.#room(tall);
    const wanted = Math.max(0, stack.standing.length - SHOWN) * LEVEL;
    this.#lift += (wanted - this.#lift) * Math.min(1, seconds * CATCH_UP);
    pen.translate(WALL, tall - FLOOR + this.#lift);
    this.#floor();
    const seatOf = (level) => -(level + 1) * LEVEL;
    for (const [level, stool] of stack.standing.entries()) this.#stool(stool, seatOf(level));
    for (const piece of stack.falling) {
      pen.save();
      pen.translate(piece.x + piece.width / 2, seatOf(piece.level) + piece.y);
      pen.rotate(piece.turn);
      this.#stool({ ...piece, x: -piece.width / 2 }, 0);
      pen.restore();
    }
    if (stack.exact > 0) {
      this.#glow(stack.standing.at(-1), seatOf(stack.standing.length - 1), stack.exact);
    }
    if (stack.phase !== "over") {
      this.#stool(stack.moving, seatOf(stack.standing.length) - LEVEL * 0.6);
    }
  }

  #room(tall) {
    const { pen } = this;
    pen.fillStyle = this.#ink("--paper-deep");
    pen.fillRect(0, 0, ROOM, tall);
    pen.save();
    pen.fillStyle = this.#ink("--glow");
    pen.transform(1, 0.14, -0.12, 1, 0, 0);
    for (const x of [44, 66]) for (const y of [6, 36]) pen.fillRect(x, y, 20, 28);
    pen.restore();
  }

  #floor() {
    const { pen } = this;
    pen.fillStyle = this.#ink("--line");
    pen.fillRect(-WALL, 0, ROOM, 0.5);
  }

  /** A seat with three legs; `top` is the height of its seat. */
  #stool({ x, width, wood }, top) {
    const { pen } = this;
    pen.fillStyle = WOODS[wood % WOODS.length];
    pen.strokeStyle = pen.fillStyle;
    pen.lineCap = "round";
    pen.lineWidth = 1.5;
    const inset = Math.min(3, width / 4);
    pen.beginPath();
    const [left, middle, right] = [x + inset, x + width / 2, x + width - inset];
    for (const [from, splay] of [
      [left, -1],
      [middle, 0],
      [right, 1],
    ]) {
      pen.moveTo(from, top + SEAT);
      pen.lineTo(from + splay, top + LEVEL - 0.9);
    }
    pen.stroke();
    pen.lineWidth = 0.7;
    pen.beginPath();
    pen.moveTo(x + inset, top + LEVEL * 0.66);
    pen.lineTo(x + width - inset, top + LEVEL * 0.66);
    pen.stroke();
    pen.beginPath();
    pen.roundRect(x, top, width, SEAT, Math.min(1.4, width / 3));
    pen.fill();
    pen.fillStyle = "rgb(255 245 225 / 22%)";
    pen.fillRect(x + 0.6, top + 0.35, Math.max(0, width - 1.2), 0.5);
  }

  #glow({ x, width }, top, left) {
    const { pen } = this;
    pen.save();
    pen.globalAlpha = left * 1.6;
    pen.strokeStyle = this.#ink("--star");
    pen.lineWidth = 0.8;
    pen.beginPath();
    pen.roundRect(x - 1.2, top - 1.2, width + 2.4, SEAT + 2.4, 2);
    pen.stroke();
    pen.restore();
  }

  #ink(name) {
    return getComputedStyle(this.canvas).getPropertyValue(name).trim();
  }
}
