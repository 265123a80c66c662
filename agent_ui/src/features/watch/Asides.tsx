import type { ReactNode } from "react";
import classes from "./Asides.module.css";

/** Small words over a picture, each in a `span` of its own; `data-tone` says how they are meant. */
export function Asides({ children }: { children: ReactNode }) {
  return (
    <div className={classes.asides} role="status">
      {children}
    </div>
  );
}
