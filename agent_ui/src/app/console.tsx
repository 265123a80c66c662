import "@fontsource-variable/inter";
import "@mantine/core/styles.css";
import "./theme.css";
import { QueryClient } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { LiveLink } from "../live/liveLink";
import { createLiveStore } from "../live/liveStore";
import { ConsoleSocket } from "../live/socket";
import { Stage } from "../live/stage";
import { LivePlayer } from "../player/LivePlayer";
import { App } from "./App";
import { createConsoleRouter } from "./router";

/** Builds the console's parts once and hands each to those who need it. */
export function startConsole(root: HTMLElement): void {
  const queries = new QueryClient({
    defaultOptions: { queries: { refetchOnWindowFocus: false, staleTime: 5_000 } },
  });
  const store = createLiveStore();
  const link = new LiveLink(store);
  link.use(new ConsoleSocket((state) => link.link(state)));
  const stage = new Stage(store, (options) => new LivePlayer(options));
  const router = createConsoleRouter({ queries, link });
  createRoot(root).render(<App router={router} queries={queries} live={{ store, link, stage }} />);
}
