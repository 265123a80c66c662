import { Button, Drawer } from "@mantine/core";
import { useDocumentTitle, useHotkeys, useLocalStorage, useMediaQuery } from "@mantine/hooks";
import { IconGhost2 } from "@tabler/icons-react";
import { Link, useNavigate, useRouteContext } from "@tanstack/react-router";
import { useState } from "react";
import { seesLive } from "../../api/roles";
import { Notice } from "../../ui/Notice";
import { overlayIsOpen } from "../../ui/overlay";
import { personOf } from "../../ui/person";
import { PageTabs } from "./PageTabs";
import { Absence } from "./replay/Absence";
import { replayKeys } from "./replay/keys";
import { ReplayPicture } from "./replay/ReplayPicture";
import { Transport } from "./replay/Transport";
import { SidePanel } from "./SidePanel";
import { StageSlot } from "./StageSlot";
import { StatusBar } from "./StatusBar";
import { coverOf } from "./texts";
import { useCinema } from "./useCinema";
import { useView } from "./useView";
import { type Back, WatchHeader } from "./WatchHeader";
import classes from "./WatchPage.module.css";

interface Props {
  sessionId: string;
  /** The moment to open the recording at, in seconds since the session's start. */
  second: number | null;
}

const TO_WALL: Back = { to: "/wall", label: "Back to the wall" };
const TO_LIBRARY: Back = { to: "/library", label: "Back to the past visits" };

/** One session: as it goes on, and back through what was recorded of it. */
export function WatchPage({ sessionId, second }: Props) {
  const { me } = useRouteContext({ from: "/signedIn" });
  const navigate = useNavigate();
  const view = useView(sessionId, second);
  const { session, standing, replay, playing, tabs, place, past } = view;
  const [cinema, toggleCinema] = useCinema();
  const narrow = useMediaQuery("(max-width: 64em)", false, { getInitialValueInEffect: false });
  const [wide, setWide] = useLocalStorage({
    key: "cobrowse.watch.details",
    defaultValue: true,
    getInitialValueInEffect: false,
  });
  const [drawer, setDrawer] = useState(false);
  const panel = narrow ? drawer : wide;
  const togglePanel = () => (narrow ? setDrawer(!drawer) : setWide(!wide));
  const back = seesLive(me.role) && !view.onlyPast ? TO_WALL : TO_LIBRARY;

  const person = session ? personOf(session) : null;
  useDocumentTitle(person ? `${person.name} · Cobrowse` : "Session · Cobrowse");

  const toLive = () => {
    replay.live();
    if (second !== null) void navigate({ to: ".", search: {}, replace: true });
  };
  useHotkeys([
    ["f", toggleCinema],
    ["i", togglePanel],
    ["0", () => view.hold(null)],
    ...tabs
      .slice(0, 9)
      .map((tab, i) => [`${i + 1}`, () => view.hold(tab.id)] as [string, () => void]),
    ...replayKeys({ replay, can: view.mayReplay, over: view.over, onLive: toLive }),
    [
      "Escape",
      () => {
        if (!cinema && !overlayIsOpen()) void navigate({ to: back.to });
      },
    ],
  ]);

  if (standing === "not_found" || standing === "forbidden") {
    const cover = coverOf(standing, session);
    return (
      <main className={classes.blank}>
        <Notice
          headingLevel={1}
          role="alert"
          icon={<IconGhost2 size={26} stroke={1.6} />}
          title={cover?.title ?? ""}
          actions={
            <Button renderRoot={(props) => <Link to={back.to} {...props} />}>{back.label}</Button>
          }
        >
          {cover?.text}
        </Notice>
      </main>
    );
  }

  const details = (
    <SidePanel
      session={session}
      stops={view.stops}
      current={view.current}
      loading={view.loading}
      onPick={view.recorded ? view.pick : null}
    />
  );
  return (
    <main className={classes.page} data-cinema={cinema || undefined}>
      <WatchHeader
        session={session}
        page={place}
        standing={standing}
        lagMs={playing?.lagMs ?? null}
        panel={panel}
        cinema={cinema}
        back={back}
        onPanel={togglePanel}
        onCinema={toggleCinema}
      />
      <div className={classes.body}>
        <div className={classes.view}>
          {tabs.length > 0 ? (
            <PageTabs tabs={tabs} shown={view.shownPage} held={view.held} onHold={view.hold} />
          ) : null}
          <StageSlot
            session={session}
            standing={standing}
            shown={playing?.shown === true}
            viewport={view.viewport}
            skips={playing?.skips ?? 0}
            onReplay={() => session && replay.look(session.started_at, true)}
          >
            {session && view.lookedBack ? (
              <ReplayPicture
                replay={replay}
                session={session}
                replayOrigin={me.replay_origin}
                below={playing?.shown === true}
              />
            ) : null}
            {session && past ? (
              <Absence
                session={session}
                recording={view.recording}
                failed={view.failed}
                onAgain={view.retry}
              />
            ) : null}
          </StageSlot>
          {session && view.mayReplay ? (
            <Transport replay={replay} session={session} onLive={toLive} />
          ) : null}
          <StatusBar
            session={session}
            viewport={view.viewport}
            unrecorded={view.recording?.withheld === "no_consent"}
          />
        </div>
        {!narrow && panel ? (
          <aside className={classes.side} aria-label="Details">
            {details}
          </aside>
        ) : null}
      </div>
      {narrow ? (
        <Drawer
          opened={drawer}
          onClose={() => setDrawer(false)}
          title="Details"
          position="right"
          size="min(360px, 92vw)"
          closeButtonProps={{ "aria-label": "Close the details" }}
        >
          {details}
        </Drawer>
      ) : null}
    </main>
  );
}
