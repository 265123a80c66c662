import { Button } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconHistory, IconPlugConnectedX } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useElementScrollRestoration } from "@tanstack/react-router";
import { type ReactNode, useLayoutEffect, useRef } from "react";
import { pastVisitsQuery } from "../../api/queries";
import { ListBlank, ListPage, ListScroll } from "../../ui/ListPage";
import { ListSkeleton } from "../../ui/ListSkeleton";
import { Notice } from "../../ui/Notice";
import { useRowKeys } from "../../ui/useRowKeys";
import classes from "./LibraryPage.module.css";
import { VisitTable } from "./VisitTable";

/** All visits that are over, newest first. */
export function LibraryPage() {
  useDocumentTitle("Past visits · Cobrowse");
  const past = useInfiniteQuery(pastVisitsQuery);
  const visits = past.data?.pages.flatMap((piece) => piece.items) ?? [];
  const { table } = useRowKeys();

  return (
    <ListPage
      head={
        <div>
          <h1>Past visits</h1>
          <p className={classes.said}>Open one to see again what happened in it.</p>
        </div>
      }
    >
      {past.isPending ? (
        <ListScroll>
          <ListSkeleton label="Loading the past visits" />
        </ListScroll>
      ) : visits.length > 0 ? (
        <Kept>
          <VisitTable visits={visits} tableRef={table} />
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
        <ListScroll>
          <ListBlank>
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
          </ListBlank>
        </ListScroll>
      )}
    </ListPage>
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
    <ListScroll ref={scroller} data-scroll-restoration-id="library">
      {children}
    </ListScroll>
  );
}
