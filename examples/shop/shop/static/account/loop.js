/**
 * What `loop` does: settings send to the sign-in, which sends back, five times. Each page stands
 * for a moment first, as it does where a script finds out too late that it is in the wrong place.
 */

const ROUNDS = 5;
const STANDS_MS = 500;

const round = Number(new URLSearchParams(location.search).get("round"));
const there =
  location.pathname === "/settings"
    ? `/sign-in?next=/settings&fault=loop&round=${round + 1}`
    : `/settings?fault=loop&round=${round}`;
if (round < ROUNDS || location.pathname !== "/settings") {
  setTimeout(() => location.assign(there), STANDS_MS);
}
