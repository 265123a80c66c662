import { Button, Drawer } from "@mantine/core";
import { useDocumentTitle, useHotkeys, useLocalStorage, useMediaQuery } from "@mantine/hooks";
import { IconGhost2 } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useLiveParts } from "../../live/LiveContext";
import { Notice } from "../../ui/Notice";
import { overlayIsOpen } from "../../ui/overlay";
import { personOf } from "../../ui/person";
import { PageTabs } from "./PageTabs";
import { SidePanel } from "./SidePanel";
import { StageSlot } from "./StageSlot";
import { StatusBar } from "./StatusBar";
import { journeyOf, openPages, shownPage } from "./standing";
import { coverOf } from "./texts";
import { useCinema } from "./useCinema";
import { useWatch } from "./useWatch";
import { WatchHeader } from "./WatchHeader";
import classes from "./WatchPage.module.css";

export function WatchPage({ sessionId }: { sessionId: string }) {
  const { link } = useLiveParts();
  const navigate = useNavigate();
  const { watched, session, detail, standing } = useWatch(sessionId);
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

  const person = session ? personOf(session) : null;
  useDocumentTitle(person ? `${person.name} · Cobrowse` : "Session · Cobrowse");

  const tabs = watched ? openPages(watched) : [];
  const hold = (page: string | null) => link.watch(sessionId, page);
  useHotkeys([
    ["f", toggleCinema],
    ["i", togglePanel],
    ["0", () => hold(null)],
    ...tabs.slice(0, 9).map((page, i) => [`${i + 1}`, () => hold(page.id)] as [string, () => void]),
    [
      "Escape",
      () => {
        if (!cinema && !overlayIsOpen()) void navigate({ to: "/wall" });
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
            <Button renderRoot={(props) => <Link to="/wall" {...props} />}>Back to the wall</Button>
          }
        >
          {cover?.text}
        </Notice>
      </main>
    );
  }

  const page =
    (watched && shownPage(watched)) ?? session?.page ?? detail.data?.pages.at(-1) ?? null;
  const details = (
    <SidePanel
      session={session}
      journey={journeyOf(detail.data?.pages ?? [], watched?.pages ?? [])}
      shown={watched?.pictured ?? null}
      loading={detail.isPending}
    />
  );
  return (
    <main className={classes.page} data-cinema={cinema || undefined}>
      <WatchHeader
        session={session}
        page={page}
        standing={standing}
        lagMs={watched?.playing.lagMs ?? null}
        panel={panel}
        cinema={cinema}
        onPanel={togglePanel}
        onCinema={toggleCinema}
      />
      <div className={classes.body}>
        <div className={classes.view}>
          {tabs.length > 0 && standing !== "ended" ? (
            <PageTabs
              pages={tabs}
              shown={watched?.pictured ?? null}
              held={watched?.held ?? null}
              onHold={hold}
            />
          ) : null}
          <StageSlot
            session={session}
            standing={standing}
            shown={watched?.playing.shown === true}
            viewport={watched?.playing.viewport ?? page}
            skips={watched?.playing.skips ?? 0}
          />
          <StatusBar
            session={session}
            page={page}
            standing={standing}
            playing={watched?.playing ?? null}
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
