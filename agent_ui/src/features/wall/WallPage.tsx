import { Button } from "@mantine/core";
import { useDocumentTitle, useHotkeys } from "@mantine/hooks";
import { IconFilterOff } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useMemo, useRef } from "react";
import { useLive } from "../../live/LiveContext";
import { count } from "../../ui/format";
import { ListBlank, ListPage, ListScroll } from "../../ui/ListPage";
import { ListSkeleton } from "../../ui/ListSkeleton";
import { Notice } from "../../ui/Notice";
import { useRowKeys } from "../../ui/useRowKeys";
import { EmptyWall } from "./EmptyWall";
import { countConditions } from "./filter";
import { SessionTable } from "./SessionTable";
import { Toolbar } from "./Toolbar";
import { useHold, useRows } from "./useRows";
import classes from "./WallPage.module.css";
import { useWallView } from "./wallView";

export function WallPage() {
  const known = useLive((live) => live.wall === "known");
  const stale = useLive((live) => live.link === "down");
  const sessions = useLive((live) => live.sessions);
  const view = useWallView();
  const navigate = useNavigate();
  const filterRef = useRef<HTMLInputElement>(null);
  const { table, move } = useRowKeys();
  const { held, handlers } = useHold();
  const rows = useRows(sessions, held, view);
  const counts = useMemo(
    () => countConditions(sessions.values(), view.words),
    [sessions, view.words],
  );
  useDocumentTitle(known ? `(${count(sessions.size)}) Wall · Cobrowse` : "Wall · Cobrowse");

  useHotkeys([
    ["/", () => filterRef.current?.focus()],
    ["d", () => view.setDensity(view.density === "dense" ? "roomy" : "dense")],
    ["Escape", () => (view.words || view.condition ? view.clear() : blur())],
  ]);
  const onFilterKey = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      if (view.words) view.setWords("");
      else filterRef.current?.blur();
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      move(1);
    } else if (event.key === "Enter") {
      const first = rows[0];
      if (first && view.words) {
        void navigate({ to: "/sessions/$sessionId", params: { sessionId: first.session.id } });
      }
    }
  };

  return (
    <ListPage
      stale={known && stale}
      head={
        <>
          <div className={classes.title}>
            <h1>Live now</h1>
            {known && sessions.size > 0 ? (
              <span className={classes.count} role="status">
                {count(sessions.size)}
                <span className={classes.unseen}> live sessions</span>
              </span>
            ) : null}
          </div>
          {sessions.size > 0 ? (
            <Toolbar counts={counts} filterRef={filterRef} onFilterKey={onFilterKey} />
          ) : null}
        </>
      }
    >
      <ListScroll>
        {!known ? (
          <ListSkeleton label="Loading the wall" />
        ) : rows.length > 0 ? (
          <SessionTable
            rows={rows}
            dense={view.density === "dense"}
            handlers={handlers}
            tableRef={table}
          />
        ) : sessions.size === 0 ? (
          <EmptyWall />
        ) : (
          <ListBlank>
            <Notice
              role="status"
              icon={<IconFilterOff size={25} stroke={1.6} />}
              title="Nobody matches"
              actions={
                <Button variant="default" onClick={view.clear}>
                  Show all {count(sessions.size)}
                </Button>
              }
            >
              {view.words
                ? `No live session has “${view.words}” in its name, page or address.`
                : "No live session is in this condition right now."}
            </Notice>
          </ListBlank>
        )}
      </ListScroll>
    </ListPage>
  );
}

function blur(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
