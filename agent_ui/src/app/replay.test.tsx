import { fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { aPage, ended, maria } from "../live/sessions.fixture";
import { Lost } from "../player/loader";
import type { ReplayState } from "../player/replayPort";
import { moment, recordingOf, span } from "../player/timeline.fixture";
import type { Recording, Session } from "../wire/messages.gen";
import { ANNA, closeConsole, happen, openConsole, refusal } from "./harness.fixture";

afterEach(closeConsole);

const START = 1_000;
const over = ended({ page: null });
const SAM = { ...ANNA, id: "sam", name: "Sam Petrov", role: "sales_reviewer" as const };

/** Forty seconds in the cart, then the help page in a second tab. */
function recorded(session: Session, more: Partial<Recording> = {}): Recording {
  const isOpen = session.state === "live";
  const shop = "https://shop.example.test";
  return {
    ...recordingOf(
      [
        { id: "page-1", title: "Your cart", opened_at: START },
        { id: "page-2", title: "Help", opened_at: 41_000 },
      ],
      [
        { page: "page-1", from_at: START, to_at: 41_000, url: `${shop}/cart`, is_open: isOpen },
        {
          page: "page-2",
          from_at: 41_000,
          to_at: 61_000,
          url: `${shop}/help`,
          is_open: isOpen,
          activity: [span(41_000, 44_000)],
          moments: [moment("shown", 41_000, { focused: true })],
        },
      ],
    ),
    session,
    ...more,
  };
}

async function open(session: Session, recording: Recording | null, path = "", me = ANNA) {
  const opened = await openConsole(`/sessions/${session.id}${path}`, {
    me,
    details: new Map([[session.id, { session, pages: [aPage()] }]]),
    recordings: new Map(recording ? [[session.id, recording]] : []),
  });
  await opened.connect();
  return opened;
}

/** A visit that is over, on screen. */
async function replaying(path = "", recording: Recording | null = recorded(over)) {
  const opened = await open(over, recording, path);
  await happen(() => {
    const error = { code: "not_found", message: "no such live session" };
    opened.line.last("watch").answer(null, { error });
  });
  return opened;
}

/** A live visit with its picture, and its index known. */
async function watching() {
  const session = maria();
  const opened = await open(session, recorded(session));
  await opened.watching(session, [aPage()]);
  await opened.hear("picture", { session: "session-1", page: "page-1", why: "join" });
  await happen(() => {
    opened.player().onState({ state: "live", picture: true });
    opened.player().onShown({ page: "page-1", lagMs: 80 });
  });
  await happen(() => undefined);
  return opened;
}

type Opened = Awaited<ReturnType<typeof open>>;

async function says(opened: Opened, over: Partial<ReplayState>): Promise<void> {
  await happen(() =>
    opened.past()?.onState({
      at: START,
      playing: true,
      buffering: false,
      speed: 1,
      page: "page-1",
      ended: false,
      gap: null,
      error: null,
      ...over,
    }),
  );
}

const pill = () => document.querySelector("main > header [role=status]")?.textContent;
const slider = () => screen.getByRole("slider", { name: "Place in the visit" });
const press = (key: string, on: Element = document.documentElement) =>
  happen(() => fireEvent.keyDown(on, { key, code: key === " " ? "Space" : key }));

test("a visit that is over opens as a replay from its start, and plays", async () => {
  const opened = await replaying();
  expect(pill()).toBe("Replay");
  expect(opened.told).toContain(`seek ${START}`);
  expect(opened.told.at(-1)).toBe("play");
  expect(opened.told).toContain("skip true");
  await says(opened, { at: 5_000 });
  expect(screen.getByText("0:04")).toBeTruthy();
  expect(slider().getAttribute("aria-valuetext")).toMatch(/^4 seconds of 1 minute,/);
  expect(screen.getByRole("button", { name: "Pause" })).toBeTruthy();
});

test("a link to a moment opens there, counted from the session's start", async () => {
  const { told } = await replaying("?t=30");
  expect(told).toContain("seek 31000");
});

test("a sales reviewer sees a past visit without the console asking to watch it", async () => {
  const opened = await open(over, recorded(over), "", SAM);
  expect(opened.line.names()).toEqual([]);
  expect(pill()).toBe("Replay");
  await press("Escape");
  await happen(() => undefined);
  expect(opened.path()).toBe("/library");
});

test("the keys play, pause, go by ten seconds, change the speed and skip idle time", async () => {
  const opened = await replaying();
  await says(opened, { at: 20_000 });
  opened.told.length = 0;
  for (const key of [" ", "j", "l", "ArrowRight", ">", "s"]) await press(key);
  expect(opened.told).toEqual([
    "pause",
    "seek 10000",
    "pause",
    "seek 20000",
    "pause",
    "seek 30000",
    "pause",
    "speed 2",
    "skip false",
  ]);
});

test("Space on a button presses the button and nothing else", async () => {
  const opened = await replaying();
  await says(opened, { at: 20_000 });
  opened.told.length = 0;
  await press(" ", screen.getByRole("button", { name: "Skip idle time" }));
  expect(opened.told).toEqual([]);
});

test("the slider goes by keys of its own, within its bounds", async () => {
  const opened = await replaying();
  await says(opened, { at: 3_000, playing: false });
  await press("ArrowLeft", slider());
  expect(opened.told.filter((word) => word.startsWith("seek")).at(-1)).toBe("seek 1000");
  await press("PageUp", slider());
  expect(opened.told.filter((word) => word.startsWith("seek")).at(-1)).toBe("seek 61000");
  await press("Home", slider());
  expect(opened.told.filter((word) => word.startsWith("seek")).at(-1)).toBe("seek 1000");
});

test("header, tab and journey tell the place of the moment shown", async () => {
  const opened = await replaying();
  await says(opened, { at: 50_000, page: "page-2" });
  expect(document.querySelector("main > header")?.textContent).toContain("/help");
  expect(screen.getByRole("tab", { name: "Help" }).getAttribute("aria-selected")).toBe("true");
  await press("i");
  const current = document.querySelector("[aria-current=step]");
  expect(current?.textContent).toContain("Help");
  expect(current?.textContent).toContain("0:40");
});

test("a stop of the journey is a way to its moment", async () => {
  const { told } = await replaying();
  await press("i");
  await happen(() => fireEvent.click(screen.getByRole("button", { name: /Help/ })));
  expect(told).toContain("seek 41000");
});

test("picking a tab holds it, and Follow goes where the customer went", async () => {
  const opened = await replaying();
  await says(opened, { at: 50_000, page: "page-2" });
  await happen(() => fireEvent.click(screen.getByRole("tab", { name: "Your cart" })));
  expect(opened.told.at(-1)).toBe("hold page-1");
  await happen(() => fireEvent.click(screen.getByRole("button", { name: "Follow" })));
  expect(opened.told.at(-1)).toBe("hold null");
});

test("whoever looks back while a visit ends goes on from where they are", async () => {
  const session = maria();
  const opened = await open(session, recorded(session), "?t=30");
  await opened.watching(session, [aPage()]);
  await happen(() => undefined);
  await says(opened, { at: 40_000 });
  opened.told.length = 0;
  opened.service.recordings.set("session-1", recorded(over));
  await opened.hear("session_changed", over);
  expect(pill()).toBe("Replay");
  expect(opened.told.filter((word) => word.startsWith("seek"))).toEqual([]);
});

test("in the present, the keys of a replay's pace do nothing that cannot be seen", async () => {
  const opened = await watching();
  await press("s");
  await press(">");
  await press("j");
  await happen(() => undefined);
  expect(opened.told).toContain("skip false");
  expect(opened.told).toContain("speed 1");
});

test("what is missing is said with its reason, quietly", async () => {
  const opened = await replaying();
  await says(opened, { at: 20_000, gap: "missing" });
  expect(screen.getByText("A moment was lost: the connection was down")).toBeTruthy();
});

test("a part that does not load says so and is tried again", async () => {
  const opened = await replaying();
  await says(opened, { at: 20_000, error: "segment_unreachable" });
  expect(screen.getByText("This part does not load")).toBeTruthy();
  opened.told.length = 0;
  await happen(() => fireEvent.click(screen.getByRole("button", { name: "Try again" })));
  expect(opened.told).toEqual(["seek 20000", "play"]);
});

test.each([
  ["no_consent", "This visit was not recorded"],
  ["expired", "The recording is no longer kept"],
] as const)(
  "a recording that is withheld as %s says why, and offers nothing to press",
  async (withheld, words) => {
    await replaying("", { ...recorded(over), segments: [], withheld });
    expect(screen.getByText(words)).toBeTruthy();
    expect(screen.queryByRole("slider")).toBeNull();
  },
);

test("a visit that left nothing behind says so", async () => {
  await replaying("", { ...recorded(over), segments: [] });
  expect(screen.getByText("Nothing was recorded")).toBeTruthy();
});

test("an index that does not come is said, and asked for again", async () => {
  const opened = await replaying("", null);
  expect(screen.getByText("The recording does not load")).toBeTruthy();
  opened.service.recordings.set("session-1", recorded(over));
  await happen(() => fireEvent.click(screen.getByRole("button", { name: "Try again" })));
  await happen(() => undefined);
  expect(screen.getByRole("slider")).toBeTruthy();
});

test("a live visit opens live, with its past in reach and no player of it yet", async () => {
  const opened = await watching();
  expect(pill()).toContain("Live");
  expect(slider().getAttribute("aria-valuetext")).toBe("Live");
  expect(opened.past()).toBeNull();
});

test("back out of the present, the watch goes on and so does the notice", async () => {
  const opened = await watching();
  opened.line.asked.length = 0;
  await press("j");
  expect(pill()).toBe("Replay");
  expect(opened.past()).not.toBeNull();
  expect(opened.line.names()).toEqual([]);
});

test("the red button and L lead back to what happens now", async () => {
  const opened = await watching();
  await press("ArrowLeft");
  await happen(() => undefined);
  await says(opened, { at: 40_000 });
  await happen(() => fireEvent.click(screen.getByRole("button", { name: "Live" })));
  expect(pill()).toContain("Live");
  await press("k");
  expect(pill()).toBe("Replay");
  await press("l");
  expect(pill()).toContain("Live");
});

test("a visit that ends while it is watched stays on screen, and is replayed from the start", async () => {
  const opened = await watching();
  opened.service.recordings.set("session-1", recorded(over));
  await opened.hear("session_changed", over);
  expect(screen.getByText("This visit is over")).toBeTruthy();
  expect(opened.store.getState().watched?.playing.shown).toBe(true);
  await happen(() =>
    fireEvent.click(screen.getByRole("button", { name: "Replay from the start" })),
  );
  expect(screen.queryByText("This visit is over")).toBeNull();
  expect(pill()).toBe("Replay");
});

test("a visit without consent to a recording is watched without a past", async () => {
  const session = maria();
  const opened = await open(session, recorded(session, { segments: [], withheld: "no_consent" }));
  await opened.watching(session, [aPage()]);
  await opened.hear("picture", { session: "session-1", page: "page-1", why: "join" });
  await happen(() => opened.player().onShown({ page: "page-1", lagMs: 80 }));
  await happen(() => undefined);
  expect(screen.getByText("Not recorded")).toBeTruthy();
  expect(screen.queryByRole("slider")).toBeNull();
  await press("j");
  expect(pill()).toContain("Live");
});

test("segments go to the player as they come, and a refusal is an error to it", async () => {
  const opened = await replaying();
  const answered = globalThis.fetch;
  const bytes = new TextEncoder().encode("{}\n");
  globalThis.fetch = async (url) =>
    `${url}`.endsWith("/recording/page-1/0/0") ? new Response(bytes) : refusal(404, "not_found");
  const load = opened.past()?.load;
  expect(new Uint8Array((await load?.segment("page-1", 0, 0)) ?? [])).toEqual(bytes);
  await expect(load?.sheet("ab")).rejects.toMatchObject({ code: "not_found" });
  await expect(load?.segment("page-1", 0, 9)).rejects.toBeInstanceOf(Lost);
  globalThis.fetch = async () => refusal(503, "overloaded");
  await expect(load?.segment("page-1", 0, 9)).rejects.toMatchObject({ code: "overloaded" });
  globalThis.fetch = answered;
});
