/** Prices by tick, from half a minute behind now to a minute ahead; asks for more in good time. */

import { ask } from "/static/js/send.js";

const SHOWN = 150; // ticks in a chart
const RESERVE = 100; // ticks left when more are asked for
const RETRY_MS = 3000;

export class PriceFeed {
  #data;
  #receivedAt = 0;
  #timer = 0;
  failing = false;

  get step() {
    return this.#data.step_ms;
  }

  async start(arrived) {
    try {
      const answer = await ask("/api/ticker");
      if (!answer.ok) throw new Error(`the ticker answered ${answer.status}`);
      this.#data = await answer.json();
      this.#receivedAt = performance.now();
      this.failing = false;
      arrived();
    } catch {
      this.failing = true;
    }
    if (this.#timer === undefined) return; // stopped meanwhile
    const { woods, first, now } = this.#data ?? {};
    const left = this.failing ? 0 : Object.values(woods)[0].length - (now - first) - RESERVE;
    this.#timer = setTimeout(() => this.start(arrived), this.failing ? RETRY_MS : left * this.step);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** The tick that is due; the last there is if no more have come. */
  now() {
    if (!this.#data) return undefined;
    const { now, first, step_ms, woods } = this.#data;
    const due = now + Math.floor((performance.now() - this.#receivedAt) / step_ms);
    return Math.min(due, first + Object.values(woods)[0].length - 1);
  }

  prices(wood, now) {
    const end = now - this.#data.first + 1;
    return this.#data.woods[wood].slice(Math.max(0, end - SHOWN), end);
  }

  newsUpTo(now) {
    return this.#data.news.filter(({ tick }) => tick <= now);
  }
}
