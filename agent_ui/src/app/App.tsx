import { MantineProvider } from "@mantine/core";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { type ReactNode, StrictMode } from "react";
import { type LiveParts, LiveProvider, useLive } from "../live/LiveContext";
import { ClockOffset } from "../ui/now";
import type { ConsoleRouter } from "./router";
import { theme } from "./theme";

interface Props {
  router: ConsoleRouter;
  queries: QueryClient;
  live: LiveParts;
}

export function App({ router, queries, live }: Props) {
  return (
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <QueryClientProvider client={queries}>
          <LiveProvider parts={live}>
            <ServerClock>
              <RouterProvider router={router} />
            </ServerClock>
          </LiveProvider>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>
  );
}

function ServerClock({ children }: { children: ReactNode }) {
  return <ClockOffset value={useLive((live) => live.offsetMs)}>{children}</ClockOffset>;
}
