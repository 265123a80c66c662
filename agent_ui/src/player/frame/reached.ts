/** The newest batch on the screen; the player's root element carries it as attributes. */
export interface Reached {
  page: string;
  epoch: number;
  seq: number;
}

export function markReached({ dataset }: HTMLElement, { page, epoch, seq }: Reached): void {
  dataset.page = page;
  dataset.epoch = String(epoch);
  dataset.seq = String(seq);
}
