import type { ReactNode } from "react";
import classes from "./Notice.module.css";

interface Props {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  /** `alert` is read out at once; use it for what went wrong. */
  role?: "status" | "alert";
  headingLevel?: 1 | 2;
}

/** The one form of "there is nothing to show here, and this is why". */
export function Notice({ icon, title, children, actions, role, headingLevel = 2 }: Props) {
  const Heading = headingLevel === 1 ? "h1" : "h2";
  return (
    <div className={classes.notice} role={role}>
      <span className={classes.icon} aria-hidden>
        {icon}
      </span>
      <Heading className={classes.title}>{title}</Heading>
      {children ? <div className={classes.text}>{children}</div> : null}
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </div>
  );
}
