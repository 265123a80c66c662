import { ActionIcon, CloseButton, Kbd, TextInput, Tooltip } from "@mantine/core";
import {
  IconBaselineDensityMedium,
  IconBaselineDensitySmall,
  IconSearch,
} from "@tabler/icons-react";
import type { KeyboardEvent, RefObject } from "react";
import { CONDITIONS } from "../../ui/condition";
import { count } from "../../ui/format";
import { SmallButton } from "../../ui/SmallButton";
import { CHIPS, type Condition } from "./filter";
import classes from "./Toolbar.module.css";
import { useWallView } from "./wallView";

interface Props {
  counts: { all: number; of: Record<Condition, number> };
  filterRef: RefObject<HTMLInputElement | null>;
  onFilterKey(event: KeyboardEvent): void;
}

export function Toolbar({ counts, filterRef, onFilterKey }: Props) {
  const view = useWallView();
  const dense = view.density === "dense";
  const densityLabel = dense ? "Roomier list" : "Denser list";
  return (
    <search className={classes.bar}>
      <TextInput
        ref={filterRef}
        className={classes.words}
        aria-label="Filter by name, page or address"
        placeholder="Name, page or address"
        value={view.words}
        onChange={(event) => view.setWords(event.currentTarget.value)}
        onKeyDown={onFilterKey}
        leftSection={<IconSearch size={15} stroke={1.8} aria-hidden />}
        rightSectionWidth={34}
        rightSection={
          view.words === "" ? (
            <Kbd size="xs" aria-hidden className={classes.kbd}>
              /
            </Kbd>
          ) : (
            <CloseButton
              size="sm"
              aria-label="Clear the filter"
              onClick={() => view.setWords("")}
            />
          )
        }
      />
      <fieldset className={classes.chips}>
        <legend>Condition</legend>
        <Chip
          label="All"
          amount={counts.all}
          on={view.condition === null}
          onPick={() => view.setCondition(null)}
        />
        {CHIPS.map((condition) => (
          <Chip
            key={condition}
            condition={condition}
            label={CONDITIONS[condition].label}
            amount={counts.of[condition]}
            on={view.condition === condition}
            onPick={() => view.setCondition(view.condition === condition ? null : condition)}
          />
        ))}
      </fieldset>
      <Tooltip label={`${densityLabel} (d)`}>
        <ActionIcon
          size={32}
          className={classes.density}
          aria-label={densityLabel}
          onClick={() => view.setDensity(dense ? "roomy" : "dense")}
        >
          {dense ? (
            <IconBaselineDensityMedium size={17} stroke={1.6} />
          ) : (
            <IconBaselineDensitySmall size={17} stroke={1.6} />
          )}
        </ActionIcon>
      </Tooltip>
    </search>
  );
}

interface ChipProps {
  label: string;
  amount: number;
  on: boolean;
  onPick(): void;
  condition?: Condition;
}

function Chip({ label, amount, on, onPick, condition }: ChipProps) {
  return (
    <SmallButton
      className={classes.chip}
      aria-pressed={on}
      data-none={amount === 0 || undefined}
      onClick={onPick}
    >
      {condition ? <i data-condition={condition} aria-hidden /> : null}
      {label}
      <span className={classes.amount}>{count(amount)}</span>
    </SmallButton>
  );
}
