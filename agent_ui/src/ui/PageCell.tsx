import type { Ref } from "react";
import type { Session } from "../wire/messages.gen";
import { readablePath } from "./address";
import classes from "./ListTable.module.css";

interface Props {
  page: Session["page"];
  /** What is said where there is no page. */
  none: string;
  className?: string | undefined;
  ref?: Ref<HTMLTableCellElement>;
}

/** The page a row's session is on, or was on last: its title, and its address below. */
export function PageCell({ page, none, className = "", ref }: Props) {
  return (
    <td className={`${classes.page} ${className}`} ref={ref}>
      <span className={classes.title}>{page ? page.title || "Untitled page" : none}</span>
      <span className={classes.path} title={page?.url}>
        {page ? readablePath(page.url) : ""}
      </span>
    </td>
  );
}
