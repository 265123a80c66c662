import { Skeleton } from "@mantine/core";
import classes from "./ListSkeleton.module.css";

const ROWS = [0, 1, 2, 3, 4, 5] as const;

/** The lines of a list before its rows are known; waits a moment, so that a quick answer shows none. */
export function ListSkeleton({ label }: { label: string }) {
  return (
    <div className={classes.list} role="status" aria-label={label}>
      {ROWS.map((row) => (
        <div className={classes.row} key={row} style={{ opacity: 1 - row * 0.14 }}>
          <Skeleton height={34} width={34} radius={10} />
          <div>
            <Skeleton height={11} width={96 + ((row * 37) % 60)} />
            <Skeleton height={9} width={64} mt={8} />
          </div>
          <div>
            <Skeleton height={11} width={`${40 + ((row * 23) % 40)}%`} />
            <Skeleton height={9} width="28%" mt={8} />
          </div>
          <Skeleton height={11} width={90} />
          <Skeleton height={11} width={44} />
        </div>
      ))}
    </div>
  );
}
