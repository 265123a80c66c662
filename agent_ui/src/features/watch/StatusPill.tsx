import { count } from "../../ui/format";
import classes from "./StatusPill.module.css";
import type { Standing } from "./standing";
import { PILL } from "./texts";

interface Props {
  standing: Standing;
  lagMs: number | null;
}

/** How true the picture is, in one word; with the measured lag while it is moving. */
export function StatusPill({ standing, lagMs }: Props) {
  const moving = standing === "live" || standing === "behind";
  return (
    <span className={classes.pill} data-standing={standing}>
      <i aria-hidden />
      <span role="status">{PILL[standing]}</span>
      {moving && lagMs !== null ? (
        <span className={classes.lag} title="From the change on their page to this screen">
          {lag(lagMs)}
        </span>
      ) : null}
    </span>
  );
}

function lag(ms: number): string {
  return ms < 1_000 ? `${count(Math.max(0, Math.round(ms)))} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
