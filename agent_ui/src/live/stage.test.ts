import { beforeEach, expect, test, vi } from "vitest";
import { createLiveStore, type LiveStore, withLink, withWall, withWatched } from "./liveStore";
import { aPage, aSession } from "./sessions.fixture";
import { type Player, type PlayerOptions, Stage } from "./stage";

let store: LiveStore;
let stage: Stage;
let host: HTMLElement;
let options: PlayerOptions;
let player: { [K in keyof Player]: ReturnType<typeof vi.fn> };

beforeEach(() => {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      disconnect() {}
    },
  );
  const names = [
    "picture",
    "batch",
    "gap",
    "page",
    "link",
    "clock",
    "setTheme",
    "destroy",
  ] as const;
  player = Object.fromEntries(names.map((name) => [name, vi.fn()])) as typeof player;
  store = createLiveStore();
  host = document.createElement("div");
  stage = new Stage(store, (given) => {
    options = given;
    return player as unknown as Player;
  });
});

function mount(): () => void {
  return stage.mount({
    host,
    replayOrigin: "http://127.0.0.1:8001",
    theme: "dark",
    onNeed: () => undefined,
  });
}

function watchPage(page: string): void {
  store.setState(() => withWall({ server_time: 0, sessions: [aSession()] }, 0));
  store.setState((live) => withWatched(live, "session-1", null));
  store.setState((live) => (live.watched ? { watched: { ...live.watched, pictured: page } } : {}));
}

test("a slot that was there before the stage is covered once the stage is mounted", () => {
  const uncover = stage.cover(document.createElement("div"));
  expect(host.dataset.covering).toBeUndefined();
  mount();
  expect(host.dataset.covering).toBe("true");
  uncover();
  expect(host.dataset.covering).toBeUndefined();
});

test("the slot of the page before, let go late, does not uncover the next one", () => {
  mount();
  const before = stage.cover(document.createElement("div"));
  stage.cover(document.createElement("div"));
  before();
  expect(host.dataset.covering).toBe("true");
});

test("a late word about another page never shows its picture", () => {
  mount();
  watchPage("page-1");
  options.onShown({ page: "page-of-somebody-else", lagMs: 4 });
  expect(store.getState().watched?.playing.shown).toBe(false);
  options.onShown({ page: "page-1", lagMs: 40 });
  expect(store.getState().watched?.playing).toMatchObject({ shown: true, lagMs: 40 });
});

test("a player that came up late is no longer called unreachable", () => {
  mount();
  watchPage("page-1");
  options.onError("frame_unreachable");
  expect(store.getState().watched?.playing.error).toBe("frame_unreachable");
  options.onShown({ page: "page-1", lagMs: null });
  expect(store.getState().watched?.playing.error).toBeNull();
});

test("the player is told of the line, the clock and the page, each once per change", () => {
  mount();
  store.setState((live) => withLink(live, "up", 0));
  watchPage("page-1");
  expect(player.link.mock.calls).toEqual([["reconnecting"], ["up"]]);
  expect(player.page).toHaveBeenLastCalledWith(aPage());
  expect(player.page).toHaveBeenCalledTimes(1);
  store.setState({ offsetMs: 250 });
  expect(player.clock).toHaveBeenLastCalledWith(250);
});

test("leaving the console ends the player", () => {
  const unmount = mount();
  unmount();
  expect(player.destroy).toHaveBeenCalledTimes(1);
  store.setState({ offsetMs: 99 });
  expect(player.clock).not.toHaveBeenCalledWith(99);
});
