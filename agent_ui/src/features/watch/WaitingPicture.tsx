import { Skeleton } from "@mantine/core";
import classes from "./WaitingPicture.module.css";

interface Props {
  viewport: { width: number; height: number } | null;
}

/** A blank page of the customer's proportions; comes only when the first picture takes a moment. */
export function WaitingPicture({ viewport }: Props) {
  const known = viewport && viewport.width > 0 && viewport.height > 0;
  const ratio = known ? viewport.width / viewport.height : 16 / 10;
  return (
    <div className={classes.desk} role="status" aria-label="Waiting for the first picture">
      <div
        className={classes.page}
        style={{ aspectRatio: ratio, width: `min(100%, 100cqh * ${ratio.toFixed(4)})` }}
      >
        <div className={classes.top}>
          <Skeleton height={14} width={84} />
          <Skeleton height={10} width={44} ml="auto" />
          <Skeleton height={10} width={44} />
        </div>
        <Skeleton className={classes.hero} />
        <div className={classes.cards}>
          <Skeleton />
          <Skeleton />
          <Skeleton />
        </div>
      </div>
    </div>
  );
}
