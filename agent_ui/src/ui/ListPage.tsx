import type { ComponentProps, ReactNode } from "react";
import classes from "./ListPage.module.css";

interface Props {
  head: ReactNode;
  /** What is below the head is getting old. */
  stale?: boolean;
  children: ReactNode;
}

/** A page that is one list: its head stays where it is, and a `ListScroll` is below it. */
export function ListPage({ head, stale = false, children }: Props) {
  return (
    <main className={classes.page} data-stale={stale || undefined}>
      <header className={classes.head}>{head}</header>
      {children}
    </main>
  );
}

export function ListScroll(props: ComponentProps<"div">) {
  return <div className={classes.scroll} {...props} />;
}

/** In the place of the list: why there is none. */
export function ListBlank({ children }: { children: ReactNode }) {
  return <div className={classes.blank}>{children}</div>;
}
