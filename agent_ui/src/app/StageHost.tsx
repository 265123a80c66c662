import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useLive, useLiveParts } from "../live/LiveContext";
import classes from "./StageHost.module.css";

/** Where the warm player lives: out of sight until the watch page gives it a place. */
export function StageHost({ replayOrigin }: { replayOrigin: string }) {
  const host = useRef<HTMLDivElement>(null);
  const { stage, link } = useLiveParts();
  const scheme = useComputedColorScheme("light");
  const startScheme = useRef(scheme);
  const shown = useLive((live) => live.watched?.playing.shown === true);
  // A visit that cannot be watched, as one that is over, needs no player of the present.
  const needed = useLive(
    ({ watched }) => watched === null || watched.refused === null || watched.pictured !== null,
  );

  useEffect(() => {
    if (!host.current || !needed) return;
    const unmount = stage.mount({
      host: host.current,
      replayOrigin,
      theme: startScheme.current,
      onNeed: () => link.again(),
    });
    const detach = link.attach(stage);
    return () => {
      detach();
      unmount();
    };
  }, [stage, link, replayOrigin, needed]);

  useEffect(() => stage.setTheme(scheme), [stage, scheme]);

  return <div ref={host} className={classes.host} data-shown={shown} />;
}
