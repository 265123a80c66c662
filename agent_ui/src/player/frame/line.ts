import type { Batch } from "../../wire/messages.gen";
import { Fault } from "./fault";
import { inflatePiece, join } from "./inflate";

/** A run of records over all its pieces; the page drops a longer one and records a gap. */
const RUN_BYTES = 64 * 1024 * 1024;

/** What one batch came to. */
export type Step =
  /** Of another page, an earlier epoch, or had already. */
  | { kind: "old" }
  /** In order, but nothing can be shown of it: a piece of a run, facts alone, or no picture yet. */
  | { kind: "taken" }
  /** A whole run of records, still as parsed. `fresh`: a new picture must be built from it. */
  | { kind: "run"; records: unknown[]; fresh: boolean };

export interface RunPlace {
  epoch: number;
  fromSeq: number;
  toSeq: number;
  checkpoint: boolean;
}

/**
 * The stream of one page as a watcher gets it: puts batches in their place, joins the pieces of a
 * run, and knows whether what is on the screen can be trusted.
 *
 * Three conditions: no picture (`!standing`), a picture, and a picture that missed something
 * (`unsure`). The next checkpoint cures the other two.
 */
export class Line {
  readonly page: string;
  epoch = -1;
  seq = -1;
  standing = false;
  unsure = false;
  #pieces: Uint8Array[] = [];
  #bytes = 0;

  constructor(page: string) {
    this.page = page;
  }

  /** Throws a `Fault` when the batch is in place but cannot be read; the line is unsure from there. */
  accept(batch: Batch): Step {
    const { page, epoch, seq, payload } = batch;
    if (page !== this.page || !this.#place(epoch, seq, seq)) return { kind: "old" };
    if (payload.byteLength === 0) return { kind: "taken" };
    try {
      return this.#read(batch);
    } catch (error) {
      this.#miss();
      throw error;
    }
  }

  /** The same for a run that comes in one: the records of the batches `fromSeq` to `toSeq`. */
  run({ epoch, fromSeq, toSeq, checkpoint }: RunPlace, records: unknown[]): Step {
    if (!this.#place(epoch, fromSeq, toSeq)) return { kind: "old" };
    if (records.length === 0) return { kind: "taken" };
    return this.#whole(records, checkpoint);
  }

  /** These numbers will never come. */
  gap(epoch: number, fromSeq: number, toSeq: number): void {
    if (epoch < this.epoch || (epoch === this.epoch && toSeq <= this.seq)) return;
    if (epoch > this.epoch) this.#begin();
    else if (fromSeq <= toSeq) this.#miss();
    this.epoch = epoch;
    this.seq = toSeq;
  }

  /** The fresh run that `accept` returned last did hold a picture. */
  stand(): void {
    this.standing = true;
    this.unsure = false;
  }

  /** Takes these numbers as had. Returns false when they were. */
  #place(epoch: number, fromSeq: number, toSeq: number): boolean {
    if (epoch < this.epoch || (epoch === this.epoch && fromSeq <= this.seq)) return false;
    if (epoch > this.epoch) this.#begin();
    else if (fromSeq !== this.seq + 1) this.#miss();
    this.epoch = epoch;
    this.seq = toSeq;
    return true;
  }

  #begin(): void {
    this.standing = false;
    this.unsure = false;
    this.#drop();
  }

  #miss(): void {
    this.unsure = true;
    this.#drop();
  }

  #drop(): void {
    this.#pieces = [];
    this.#bytes = 0;
  }

  #read(batch: Batch): Step {
    const { part, parts, checkpoint, payload, crc } = batch;
    if (part === 0) this.#drop();
    // The rest of a run whose beginning was missed, or went before the watcher came.
    else if (part !== this.#pieces.length) return this.#skip();
    if (!this.standing && !checkpoint) return this.#skip();
    const piece = inflatePiece(payload, crc);
    this.#pieces.push(piece);
    this.#bytes += piece.byteLength;
    if (this.#bytes > RUN_BYTES || part >= parts) throw new Fault("too_large");
    if (this.#pieces.length < parts) return { kind: "taken" };
    const records = parse(join(this.#pieces, this.#bytes));
    this.#drop();
    return this.#whole(records, checkpoint);
  }

  #whole(records: unknown[], checkpoint: boolean): Step {
    if (!this.standing && !checkpoint) return this.#skip();
    return { kind: "run", records, fresh: checkpoint && (!this.standing || this.unsure) };
  }

  #skip(): Step {
    this.#drop();
    if (this.standing) this.unsure = true;
    return { kind: "taken" };
  }
}

function parse(bytes: Uint8Array): unknown[] {
  try {
    const records: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (Array.isArray(records)) return records;
  } catch {}
  throw new Fault("bad_json");
}
