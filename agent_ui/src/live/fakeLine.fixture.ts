import type { Wireline } from "./socket";

type Listener = (...args: never[]) => void;
type Answered = (late: Error | null, answer?: unknown) => void;

/** One event the console asked for, with the way to answer it. */
interface Asked {
  name: string;
  body: unknown;
  answer: Answered;
  withinMs: number;
}

/** socket.io-client as the console's socket sees it, without a network. */
export class FakeLine {
  connected = false;
  active = true;
  connects = 0;
  readonly asked: Asked[] = [];
  readonly #listeners = new Map<string, Set<Listener>>();

  /** The form that `ConsoleSocket` takes. */
  get wireline(): Wireline {
    return this as unknown as Wireline;
  }

  connect(): void {
    this.connects += 1;
  }

  disconnect(): void {
    this.connected = false;
  }

  on(name: string, listener: Listener): void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
  }

  off(name: string, listener: Listener): void {
    this.#listeners.get(name)?.delete(listener);
  }

  timeout(withinMs: number) {
    return {
      emit: (name: string, body: unknown, answer: Answered) => {
        this.asked.push({ name, body, answer, withinMs });
      },
    };
  }

  /** Something happens on the line: an event of the server, or of the library. */
  happen(name: string, ...args: unknown[]): void {
    if (name === "connect") this.connected = true;
    if (name === "disconnect") this.connected = false;
    for (const listener of this.#listeners.get(name) ?? []) {
      (listener as (...given: unknown[]) => void)(...args);
    }
  }

  /** The newest of this name that was asked for. */
  last(name: string): Asked {
    const asked = this.asked.filter((event) => event.name === name).at(-1);
    if (!asked) throw new Error(`${name} was not asked for`);
    return asked;
  }

  names(): string[] {
    return this.asked.map((event) => event.name);
  }
}
