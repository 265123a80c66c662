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
import { seesLive } from "../api/roles";
import { LibraryPage } from "../features/library/LibraryPage";
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
  getParentRoute: () => signedIn,
  path: "/",
  beforeLoad: ({ context: { me } }) => {
    throw redirect({ to: seesLive(me.role) ? "/wall" : "/library", replace: true });
  },
});

const wall = createRoute({
  getParentRoute: () => signedIn,
  path: "/wall",
  beforeLoad: ({ context: { link, me } }) => {
    if (!seesLive(me.role)) throw redirect({ to: "/library", replace: true });
    link.unwatch();
  },
  component: WallPage,
});

const library = createRoute({
  getParentRoute: () => signedIn,
  path: "/library",
  beforeLoad: ({ context: { link } }) => link.unwatch(),
  component: LibraryPage,
});

const session = createRoute({
  getParentRoute: () => signedIn,
  path: "/sessions/$sessionId",
  validateSearch: (search: Record<string, unknown>): { t?: number } => {
    const t = Number(search.t ?? Number.NaN);
    return Number.isFinite(t) && t >= 0 ? { t } : {};
  },
  // Here and not in the page: the picture is on its way while the page is still being rendered.
  beforeLoad: ({ context: { link, me }, params }) => {
    if (seesLive(me.role)) link.enter(params.sessionId);
  },
  component: function Session() {
    const { sessionId } = session.useParams();
    const { t } = session.useSearch();
    return <WatchPage key={sessionId} sessionId={sessionId} second={t ?? null} />;
  },
});

const routeTree = root.addChildren([login, signedIn.addChildren([home, wall, library, session])]);

export function createConsoleRouter(context: Context, history = createBrowserHistory()) {
  return createRouter({
    routeTree,
    context,
    history,
    basepath: "/console",
    scrollRestoration: true,
  });
}

export type ConsoleRouter = ReturnType<typeof createConsoleRouter>;

declare module "@tanstack/react-router" {
  interface Register {
    router: ConsoleRouter;
  }
}
