import { readablePath } from "../../ui/address";
import type { PageRef } from "../../wire/messages.gen";
import classes from "./Journey.module.css";
import { Moment } from "./Moment";

interface Props {
  /** Newest first. */
  pages: readonly PageRef[];
  shown: string | null;
}

/** Where the visitor has been in this visit. */
export function Journey({ pages, shown }: Props) {
  return (
    <ol className={classes.journey}>
      {pages.map((page) => {
        const open = page.condition !== "left" && page.condition !== "ended";
        return (
          <li
            key={page.id}
            data-open={open || undefined}
            data-shown={page.id === shown || undefined}
            aria-current={page.id === shown ? "page" : undefined}
          >
            <span className={classes.title}>{page.title || "Untitled page"}</span>
            <Moment at={page.opened_at} className={classes.at} />
            <span className={classes.path} title={page.url}>
              {readablePath(page.url)}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
