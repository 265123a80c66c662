/** The other end of a polled line: what the page asks by `fetch`, to be answered by hand. Tests only. */
import { vi } from "vitest";
import { decode, encode } from "../transport/msgpack";
import type { Parcel } from "../wire/messages.gen";

export class FakePost {
  static all: FakePost[] = [];
  static get last(): FakePost {
    const last = FakePost.all[FakePost.all.length - 1];
    if (!last) throw new Error("nothing has been asked");
    return last;
  }
  /** Those that wait for an answer. */
  static get open(): FakePost[] {
    return FakePost.all.filter(({ isOpen }) => isOpen);
  }

  readonly parcel: Parcel;
  isOpen = true;
  #resolve: (response: Response) => void = () => {};
  #reject: (error: Error) => void = () => {};

  constructor(
    readonly url: string,
    readonly init: RequestInit,
  ) {
    this.parcel = decode(new Uint8Array(init.body as Uint8Array).buffer) as Parcel;
    init.signal?.addEventListener("abort", () => this.fail());
    FakePost.all.push(this);
  }

  static install(): void {
    FakePost.all = [];
    const post = (url: string, init: RequestInit) => new FakePost(url, init).#answer();
    vi.stubGlobal("fetch", post);
  }

  /** Batches it carries, by their numbers. */
  get seqs(): number[] {
    return this.parcel.batches.map(({ seq }) => seq);
  }

  /** Names of the events it carries beside batches. */
  get eventNames(): string[] {
    const frames = this.parcel.polling?.frames ?? [];
    return frames.map((frame) => {
      const { data } = decode(new Uint8Array(frame).buffer) as { data: [string, unknown] };
      return data[0];
    });
  }

  /** Say these events, in this order. */
  say(...events: [string, object][]): Promise<void> {
    return this.packets(events.map((data) => ({ type: 2, data })));
  }

  packets(packets: object[], over = false): Promise<void> {
    const frames = packets.map((packet) => encode({ nsp: "/", ...packet }));
    return this.respond(200, encode({ frames, over }));
  }

  respond(status: number, body: BodyInit, headers: HeadersInit = {}): Promise<void> {
    this.isOpen = false;
    this.#resolve(new Response(body, { status, headers }));
    return settled();
  }

  /** The request does not reach anybody. */
  fail(): Promise<void> {
    this.isOpen = false;
    this.#reject(new TypeError("Failed to fetch"));
    return settled();
  }

  #answer(): Promise<Response> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }
}

/** Let everything that follows from an answer happen. */
export async function settled(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}
