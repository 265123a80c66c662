import { Tooltip, UnstyledButton } from "@mantine/core";
import { IconFocusCentered, IconPin } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import { SmallButton } from "../../ui/SmallButton";
import classes from "./PageTabs.module.css";

/** One tab of the customer's, as it is or as it was. */
export interface Tab {
  id: string;
  title: string;
  /** How it fares, where that is known. */
  hint: string;
  inUse: boolean;
}

interface Props {
  tabs: readonly Tab[];
  shown: string | null;
  held: string | null;
  /** A page to hold, or null to follow the one in use. */
  onHold(page: string | null): void;
}

/** The customer's open tabs, now or at the moment shown. By default the view goes where they go; picking a tab holds it. */
export function PageTabs({ tabs, shown, held, onHold }: Props) {
  const following = held === null;
  const selected = held ?? shown ?? tabs.find((tab) => tab.inUse)?.id ?? tabs[0]?.id;
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const at = tabs.findIndex((tab) => tab.id === selected);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    onHold(next.id);
    event.currentTarget.querySelector<HTMLElement>(`[data-page="${CSS.escape(next.id)}"]`)?.focus();
  };
  return (
    <div className={classes.strip}>
      <div className={classes.tabs} role="tablist" aria-label="Open tabs" onKeyDown={onKeyDown}>
        {tabs.map(({ id, title, hint, inUse }) => (
          <UnstyledButton
            key={id}
            role="tab"
            id={`tab-${id}`}
            aria-selected={id === selected}
            aria-controls="stage"
            tabIndex={id === selected ? 0 : -1}
            data-page={id}
            className={classes.tab}
            title={hint ? `${title} · ${hint}` : title}
            onClick={() => onHold(id)}
          >
            {id === held ? (
              <IconPin size={13} stroke={1.8} aria-label="held" />
            ) : (
              <i data-in-use={inUse || undefined} aria-hidden />
            )}
            <span>{title}</span>
          </UnstyledButton>
        ))}
      </div>
      <Tooltip
        label={
          following ? "The view goes where they go" : "Go where they are, and stay with them (0)"
        }
      >
        <SmallButton
          className={classes.follow}
          aria-pressed={following}
          onClick={() => onHold(following ? (selected ?? null) : null)}
        >
          <IconFocusCentered size={15} stroke={1.7} aria-hidden />
          {following ? "Following" : "Follow"}
        </SmallButton>
      </Tooltip>
    </div>
  );
}
