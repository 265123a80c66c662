import { useDisclosure, useHotkeys } from "@mantine/hooks";
import { Outlet, useRouteContext } from "@tanstack/react-router";
import { useEffect } from "react";
import { seesLive } from "../api/roles";
import { useLiveParts } from "../live/LiveContext";
import { KeyMap } from "./KeyMap";
import { LinkNote } from "./LinkNote";
import { Rail } from "./Rail";
import classes from "./Shell.module.css";
import { StageHost } from "./StageHost";
import { useSignInCheck } from "./useSignInCheck";
import { useSignOut } from "./useSignOut";

/** Everything around a page for somebody who is signed in; it stays while pages come and go. */
export function Shell() {
  const { me } = useRouteContext({ from: "/signedIn" });
  const { link } = useLiveParts();
  const signOut = useSignOut();
  useSignInCheck(signOut.lapse);
  const [keys, keyMap] = useDisclosure(false);

  const live = seesLive(me.role);
  useEffect(() => (live ? link.followWall() : undefined), [link, live]);
  useHotkeys([["shift+?", keyMap.toggle]]);

  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#content">
        Skip to content
      </a>
      <Rail me={me} onKeys={keyMap.open} onSignOut={signOut.now} />
      <div className={classes.content} id="content" tabIndex={-1}>
        <Outlet />
        {live ? <StageHost replayOrigin={me.replay_origin} /> : null}
        <LinkNote />
      </div>
      <KeyMap opened={keys} onClose={keyMap.close} />
    </div>
  );
}
