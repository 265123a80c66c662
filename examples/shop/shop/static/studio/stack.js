/** The rules of the game, without a picture: stools on a floor that is 100 units wide. */

const FIELD = 100;
const FIRST = 44;
const SPEED = 42; // units a second, and a little more with each stool
const FASTER = 1.6;
const FORGIVEN = 1.4; // units off that still count as exact
const LEAST = 1;
const FALL = 260; // units a second, squared

export class Stack {
  constructor() {
    this.restart();
    this.phase = "ready";
  }

  restart() {
    this.phase = "playing";
    this.standing = [{ x: (FIELD - FIRST) / 2, width: FIRST, wood: 0 }];
    this.falling = [];
    this.exact = 0;
    this.#next();
  }

  /** How many stools stand on the first. */
  get score() {
    return this.standing.length - 1;
  }

  /** `seconds` have gone by. */
  advance(seconds) {
    for (const piece of this.falling) {
      piece.speed += FALL * seconds;
      piece.y += piece.speed * seconds;
      piece.turn += piece.spin * seconds;
    }
    this.falling = this.falling.filter(({ y }) => y < 4 * FIELD);
    this.exact = Math.max(0, this.exact - seconds);
    if (this.phase !== "playing") return;
    const { moving } = this;
    moving.x += moving.way * this.#speed * seconds;
    const most = FIELD - moving.width;
    if (moving.x < 0 || moving.x > most) {
      moving.x = Math.min(Math.max(moving.x, 0), most);
      moving.way = -moving.way;
    }
  }

  /** Lets the stool down. What does not rest on the one below falls; if nothing rests, it is over. */
  drop() {
    if (this.phase !== "playing") return;
    const { moving } = this;
    const below = this.standing.at(-1);
    const off = moving.x - below.x;
    if (Math.abs(off) <= FORGIVEN) {
      this.standing.push({ ...moving, x: below.x });
      this.exact = 0.5;
      this.#next();
      return;
    }
    const left = Math.max(moving.x, below.x);
    const width = Math.min(moving.x + moving.width, below.x + below.width) - left;
    if (width < LEAST) {
      this.#fall(moving);
      this.phase = "over";
      return;
    }
    this.standing.push({ ...moving, x: left, width });
    const over = moving.width - width;
    this.#fall({ ...moving, x: off < 0 ? moving.x : left + width, width: over });
    this.#next();
  }

  #next() {
    const { width } = this.standing.at(-1);
    const way = this.standing.length % 2 === 0 ? -1 : 1;
    const x = way > 0 ? 0 : FIELD - width;
    this.moving = { x, width, way, wood: this.standing.length };
  }

  #fall(piece) {
    const spin = piece.x + piece.width / 2 < FIELD / 2 ? -2.4 : 2.4;
    this.falling.push({ ...piece, level: this.standing.length, y: 0, speed: 0, turn: 0, spin });
  }

  get #speed() {
    return SPEED + this.score * FASTER;
  }
}
