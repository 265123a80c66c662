/** What the core and the assist script, which is loaded on its own, know of each other. */

export interface NoticeActions {
  pause(): void;
  resume(): void;
  stop(): void;
}

export interface NoticeState {
  /** Name of the account manager; may be empty. */
  by: string;
  paused: boolean;
}

export interface Notice {
  show(state: NoticeState): void;
  remove(): void;
}

export type MountNotice = (actions: NoticeActions) => Notice;
