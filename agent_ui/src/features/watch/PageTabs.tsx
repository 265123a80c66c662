import { Tooltip, UnstyledButton } from "@mantine/core";
import { IconFocusCentered, IconPin } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import { CONDITIONS } from "../../ui/condition";
import type { PageRef } from "../../wire/messages.gen";
import classes from "./PageTabs.module.css";

interface Props {
  pages: readonly PageRef[];
  shown: string | null;
  held: string | null;
  /** A page to hold, or null to follow the one in use. */
  onHold(page: string | null): void;
}

/** The customer's open tabs. By default the view goes where they go; picking a tab holds it. */
export function PageTabs({ pages, shown, held, onHold }: Props) {
  const following = held === null;
  const selected = held ?? shown ?? pages.find((page) => page.in_use)?.id ?? pages[0]?.id;
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const at = pages.findIndex((page) => page.id === selected);
    const next = pages[(at + step + pages.length) % pages.length];
    if (!next) return;
    event.preventDefault();
    onHold(next.id);
    event.currentTarget.querySelector<HTMLElement>(`[data-page="${CSS.escape(next.id)}"]`)?.focus();
  };
  return (
    <div className={classes.strip}>
      <div className={classes.tabs} role="tablist" aria-label="Open tabs" onKeyDown={onKeyDown}>
        {pages.map((page) => (
          <UnstyledButton
            key={page.id}
            role="tab"
            id={`tab-${page.id}`}
            aria-selected={page.id === selected}
            aria-controls="stage"
            tabIndex={page.id === selected ? 0 : -1}
            data-page={page.id}
            className={classes.tab}
            title={`${page.title || "Untitled page"} · ${CONDITIONS[page.condition].label}`}
            onClick={() => onHold(page.id)}
          >
            {page.id === held ? (
              <IconPin size={13} stroke={1.8} aria-label="held" />
            ) : (
              <i data-in-use={page.in_use || undefined} aria-hidden />
            )}
            <span>{page.title || "Untitled page"}</span>
          </UnstyledButton>
        ))}
      </div>
      <Tooltip
        label={
          following ? "The view goes where they go" : "Go where they are, and stay with them (0)"
        }
      >
        <UnstyledButton
          className={classes.follow}
          aria-pressed={following}
          onClick={() => onHold(following ? (selected ?? null) : null)}
        >
          <IconFocusCentered size={15} stroke={1.7} aria-hidden />
          {following ? "Following" : "Follow"}
        </UnstyledButton>
      </Tooltip>
    </div>
  );
}
