/**
 * What a server makes of one page's batches, and what it holds against the page: numbers out of
 * order, used twice, or left out without a word. Tests only.
 */
import type { Batch, Position } from "../wire/messages.gen";

const place = (epoch: number, seq: number): string => `${epoch}/${seq}`;

export class FakeJournal {
  /** In the order in which they came. */
  readonly stored: Batch[] = [];
  readonly complaints: string[] = [];
  readonly #covered = new Set<string>();
  readonly #next = new Map<number, number>();

  take(batch: Batch): void {
    const { epoch, seq, facts = [] } = batch;
    const expected = this.#next.get(epoch) ?? 0;
    if (seq < expected) return;
    if (seq > expected) this.complaints.push(`${place(epoch, seq)} came before ${expected}`);
    if (epoch < (this.last?.epoch ?? 0)) this.complaints.push(`${place(epoch, seq)} came too late`);
    this.#next.set(epoch, seq + 1);
    this.#covered.add(place(epoch, seq));
    this.stored.push(batch);
    for (const fact of facts) {
      if (fact.kind === "closed" && (this.#next.get(fact.epoch) ?? 0) > fact.count) {
        this.complaints.push(`epoch ${fact.epoch} has more than ${fact.count}`);
      }
      if (fact.kind !== "lost") continue;
      for (let gone = fact.from_seq; gone <= fact.to_seq; gone++) {
        if (this.#covered.has(place(fact.epoch, gone))) {
          this.complaints.push(`${place(fact.epoch, gone)} is stored and told as lost`);
        }
        this.#covered.add(place(fact.epoch, gone));
      }
    }
  }

  /** Refuse a batch for good: its number is a gap that the page has to name. */
  refuse({ epoch, seq }: Position): void {
    this.#next.set(epoch, Math.max(seq + 1, this.#next.get(epoch) ?? 0));
  }

  /** Everything up to here is stored. */
  get last(): Position | null {
    const last = this.stored[this.stored.length - 1];
    return last ? { epoch: last.epoch, seq: last.seq } : null;
  }

  covers(epoch: number, seq: number): boolean {
    return this.#covered.has(place(epoch, seq));
  }
}
