/** Loads the assist script when there is first something to show, and keeps what it should show. */
import type { MountNotice, Notice, NoticeActions, NoticeState } from "./part";

export interface Assist {
  show(state: NoticeState): void;
  hide(): void;
}

export interface AssistSettings {
  load(): void;
  /** Calls back when the script has run. */
  onLoaded(listener: (part: unknown) => void): void;
  actions: NoticeActions;
}

export function createAssist({ load, onLoaded, actions }: AssistSettings): Assist {
  let mount: MountNotice | undefined;
  let notice: Notice | undefined;
  let state: NoticeState | undefined;
  let isLoading = false;

  const render = (): void => {
    if (!state) {
      notice?.remove();
      notice = undefined;
    } else if (mount) {
      notice ??= mount(actions);
      notice.show(state);
    }
  };

  return {
    show(next) {
      state = next;
      if (!isLoading) {
        isLoading = true;
        onLoaded((part) => {
          mount = part as MountNotice;
          render();
        });
        load();
      }
      render();
    },
    hide() {
      state = undefined;
      render();
    },
  };
}
