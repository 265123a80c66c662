import { Button } from "@mantine/core";
import { useDocumentTitle, useHotkeys } from "@mantine/hooks";
import { IconHistory, IconPlugConnectedX } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useElementScrollRestoration } from "@tanstack/react-router";
import { type ReactNode, useLayoutEffect, useRef } from "react";
import { pastVisitsQuery } from "../../api/queries";
import { ListSkeleton } from "../../ui/ListSkeleton";
import { Notice } from "../../ui/Notice";
import { overlayIsOpen } from "../../ui/overlay";
import { moveAmongRows } from "../../ui/rowKeys";
import classes from "./LibraryPage.module.css";
import { VisitTable } from "./VisitTable";

/** All visits that are over, newest first. */
export function LibraryPage() {
  useDocumentTitle("Past visits · Cobrowse");
  const past = useInfiniteQuery(pastVisitsQuery);
  const visits = past.data?.pages.flatMap((piece) => piece.items) ?? [];
  const tableRef = useRef<HTMLTableElement>(null);

  const move = (step: 1 | -1) => {
    if (tableRef.current && !overlayIsOpen())
      moveAmongRows(tableRef.current, step, document.activeElement);
  };
  useHotkeys([
    ["ArrowDown", () => move(1)],
    ["j", () => move(1)],
    ["ArrowUp", () => move(-1)],
    ["k", () => move(-1)],
  ]);

  return (
    <main className={classes.page}>
      <header className={classes.head}>
        <h1>Past visits</h1>
        <p>Open one to see again what happened in it.</p>
      </header>
      {past.isPending ? (
        <div className={classes.scroll}>
          <ListSkeleton label="Loading the past visits" />
        </div>
      ) : visits.length > 0 ? (
        <Kept>
          <VisitTable visits={visits} tableRef={tableRef} />
          {past.hasNextPage ? (
            <div className={classes.more}>
              <Button
                variant="default"
                loading={past.isFetchingNextPage}
                onClick={() => void past.fetchNextPage()}
              >
                Show earlier visits
              </Button>
              {past.isFetchNextPageError ? (
                <span className={classes.trouble} role="alert">
                  The service did not answer. Try again in a moment.
                </span>
              ) : null}
            </div>
          ) : null}
        </Kept>
      ) : (
        <div className={classes.scroll}>
          <div className={classes.blank}>
            {past.isError ? (
              <Notice
                role="alert"
                icon={<IconPlugConnectedX size={26} stroke={1.6} />}
                title="No answer from the service"
                actions={<Button onClick={() => void past.refetch()}>Try again</Button>}
              >
                The past visits could not be loaded. Nothing of them is lost.
              </Notice>
            ) : (
              <Notice icon={<IconHistory size={26} stroke={1.6} />} title="No visit is over yet">
                Visits appear here when the customer has closed the site, or has been away for long.
              </Notice>
            )}
          </div>
        </div>
      )}
    </main>
  );
}

/** The list's scroller: coming back from a visit, it is where it was left. */
function Kept({ children }: { children: ReactNode }) {
  const scroller = useRef<HTMLDivElement>(null);
  const kept = useElementScrollRestoration({ id: "library" });
  useLayoutEffect(() => {
    if (kept && scroller.current) scroller.current.scrollTop = kept.scrollY;
  }, [kept]);
  return (
    <div className={classes.scroll} ref={scroller} data-scroll-restoration-id="library">
      {children}
    </div>
  );
}
