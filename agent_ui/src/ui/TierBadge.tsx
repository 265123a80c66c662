import { IconDiamondFilled } from "@tabler/icons-react";
import classes from "./TierBadge.module.css";

/** What the customer is to the company, in the company's own word. */
export function TierBadge({ tier }: { tier: string }) {
  if (!tier) return null;
  return (
    <span className={classes.tier}>
      <IconDiamondFilled size={8} aria-hidden />
      {tier}
    </span>
  );
}
