import type { QueryClient } from "@tanstack/react-query";
import {
  createBrowserHistory,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { meQuery } from "../api/queries";
import { LoginPage } from "../features/login/LoginPage";
import { inside } from "../features/login/target";
import { WallPage } from "../features/wall/WallPage";
import { WatchPage } from "../features/watch/WatchPage";
import type { LiveLink } from "../live/liveLink";
import { Failure } from "./Failure";
import { NotFound } from "./NotFound";
import { Shell } from "./Shell";

interface Context {
  queries: QueryClient;
  link: LiveLink;
}

const root = createRootRouteWithContext<Context>()({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: Failure,
});

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  validateSearch: (search: Record<string, unknown>): { to?: string } => {
    const to = inside(search.to);
    return to === null ? {} : { to };
  },
  component: LoginPage,
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signedIn",
  beforeLoad: async ({ context: { queries, link }, location }) => {
    // The socket opens while the service is still being asked who is here: both take a round trip.
    link.open();
    const me = await queries.ensureQueryData(meQuery);
    if (me) return { me };
    link.close();
    queries.removeQueries(meQuery);
    throw redirect({ to: "/login", search: { to: location.href }, replace: true });
  },
  component: Shell,
});

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/wall", replace: true });
  },
});

const wall = createRoute({
  getParentRoute: () => signedIn,
  path: "/wall",
  beforeLoad: ({ context: { link } }) => link.unwatch(),
  component: WallPage,
});

const session = createRoute({
  getParentRoute: () => signedIn,
  path: "/sessions/$sessionId",
  // Here and not in the page: the picture is on its way while the page is still being rendered.
  beforeLoad: ({ context: { link }, params }) => link.enter(params.sessionId),
  component: function Session() {
    const { sessionId } = session.useParams();
    return <WatchPage key={sessionId} sessionId={sessionId} />;
  },
});

const routeTree = root.addChildren([home, login, signedIn.addChildren([wall, session])]);

export function createConsoleRouter(context: Context, history = createBrowserHistory()) {
  return createRouter({ routeTree, context, history, basepath: "/console" });
}

export type ConsoleRouter = ReturnType<typeof createConsoleRouter>;

declare module "@tanstack/react-router" {
  interface Register {
    router: ConsoleRouter;
  }
}
