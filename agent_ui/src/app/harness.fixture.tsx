import { QueryClient } from "@tanstack/react-query";
import { createMemoryHistory } from "@tanstack/react-router";
import { act, cleanup, render } from "@testing-library/react";
import { vi } from "vitest";
import { PlayerContext } from "../features/watch/replay/PlayerContext";
import type { Player as ReplayPlayer } from "../features/watch/replay/replay";
import { FakeLine } from "../live/fakeLine.fixture";
import { LiveLink } from "../live/liveLink";
import { createLiveStore } from "../live/liveStore";
import { ConsoleSocket } from "../live/socket";
import { type Player, type PlayerOptions, Stage } from "../live/stage";
import type { ReplayPlayerOptions } from "../player/ReplayPlayer";
import type { Me, Recording, Session, SessionDetail, SessionList } from "../wire/messages.gen";
import { App } from "./App";
import { createConsoleRouter } from "./router";

export const ANNA: Me = {
  id: "anna",
  name: "Anna Lindqvist",
  email: "anna@example.test",
  role: "account_manager",
  replay_origin: "http://127.0.0.1:8001",
};

/** What the service answers by HTTP; a test changes what it is about. */
interface Service {
  me: Me | null;
  login: () => Response;
  ended: SessionList;
  /** The piece of the list of past visits behind each cursor. */
  later: Map<string, SessionList>;
  details: Map<string, SessionDetail>;
  recordings: Map<string, Recording>;
}

export function refusal(status: number, code: string, headers: Record<string, string> = {}) {
  return Response.json({ error: { code, message: code } }, { status, headers });
}

function answer(service: Service, path: string): Response {
  if (path === "/me")
    return service.me ? Response.json(service.me) : refusal(401, "unauthenticated");
  if (path === "/login") return service.login();
  if (path === "/logout") return Response.json(null);
  if (path.startsWith("/sessions?")) {
    const cursor = new URLSearchParams(path.split("?")[1]).get("cursor");
    const list = cursor === null ? service.ended : service.later.get(cursor);
    return list ? Response.json(list) : refusal(400, "bad_message");
  }
  const recorded = /^\/sessions\/([^/]+)\/recording$/.exec(path);
  if (recorded) {
    const recording = service.recordings.get(recorded[1] ?? "");
    return recording ? Response.json(recording) : refusal(404, "not_found");
  }
  const detail = service.details.get(path.replace("/sessions/", ""));
  return detail ? Response.json(detail) : refusal(404, "not_found");
}

/**
 * The whole console with everything real but the network and the player's frame: the line is a
 * `FakeLine`, HTTP is answered by `service`, and the players are driven by hand: the live one
 * through `player`, that of the past through `past`.
 */
export async function openConsole(path: string, over: Partial<Service> = {}) {
  const service: Service = {
    me: ANNA,
    login: () => Response.json(ANNA),
    ended: { items: [], next: null },
    later: new Map(),
    details: new Map(),
    recordings: new Map(),
    ...over,
  };
  vi.stubGlobal("fetch", async (url: string) => answer(service, url.replace("/api/v1", "")));
  const queries = new QueryClient({ defaultOptions: { queries: { retryDelay: 0 } } });
  const store = createLiveStore();
  const line = new FakeLine();
  const link = new LiveLink(store);
  link.use(new ConsoleSocket((state) => link.link(state), line.wireline));
  let player: PlayerOptions | undefined;
  const stage = new Stage(store, (options) => {
    player = options;
    return new SilentPlayer();
  });
  let past: ReplayPlayerOptions | undefined;
  const told: string[] = [];
  const makePast = (options: ReplayPlayerOptions): ReplayPlayer => {
    past = options;
    return new ToldPlayer(told);
  };
  const history = createMemoryHistory({ initialEntries: [`/console${path}`] });
  const router = createConsoleRouter({ queries, link }, history);
  const view = render(
    <PlayerContext value={makePast}>
      <App router={router} queries={queries} live={{ store, link, stage }} />
    </PlayerContext>,
  );
  await settle();
  return {
    ...view,
    service,
    line,
    store,
    path: () => router.state.location.pathname,
    player: () => {
      if (!player) throw new Error("no player was made");
      return player;
    },
    /** The player of the past, as it was made; null while there is none. */
    past: () => past ?? null,
    /** What that player was told, as words: `seek 4000`. */
    told,
    /** The socket stands; the wall is asked for. */
    connect: () => happen(() => line.happen("connect")),
    wall: (...sessions: Session[]) =>
      happen(() => {
        line.last("follow_wall").answer(null, { ok: { server_time: Date.now(), sessions } });
      }),
    watching: (session: Session, pages = session.page ? [session.page] : []) =>
      happen(() => {
        line.last("watch").answer(null, { ok: { server_time: Date.now(), session, pages } });
      }),
    hear: (name: string, body: unknown) => happen(() => line.happen(name, body)),
    happen,
  };
}

class SilentPlayer implements Player {
  picture() {}
  batch() {}
  gap() {}
  page() {}
  link() {}
  clock() {}
  setTheme() {}
  destroy() {}
}

class ToldPlayer implements ReplayPlayer {
  readonly #told: string[];

  constructor(told: string[]) {
    this.#told = told;
  }

  open(recording: Recording) {
    this.#told.push(`open ${recording.session.id}`);
  }
  play() {
    this.#told.push("play");
  }
  pause() {
    this.#told.push("pause");
  }
  seek(at: number) {
    this.#told.push(`seek ${at}`);
  }
  setSpeed(speed: number) {
    this.#told.push(`speed ${speed}`);
  }
  setSkipIdle(on: boolean) {
    this.#told.push(`skip ${on}`);
  }
  hold(page: string | null) {
    this.#told.push(`hold ${page}`);
  }
  setTheme() {}
  destroy() {}
}

export async function happen(what: () => void): Promise<void> {
  await act(async () => {
    what();
    await new Promise((resolve) => setTimeout(resolve));
  });
}

async function settle(): Promise<void> {
  // The router loads, redirects and renders in turns; each needs one.
  for (let turn = 0; turn < 6; turn++) await happen(() => undefined);
}

export function closeConsole(): void {
  cleanup();
  localStorage.clear();
}
