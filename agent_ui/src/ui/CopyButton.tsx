import { ActionIcon, Tooltip } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";

interface Props {
  value: string;
  /** What is copied, as the end of "Copy …". */
  what: string;
  size?: number;
}

export function CopyButton({ value, what, size = 24 }: Props) {
  const { copied, copy } = useClipboard({ timeout: 1_500 });
  const label = copied ? "Copied" : `Copy ${what}`;
  return (
    <Tooltip label={label}>
      <ActionIcon size={size} aria-label={label} onClick={() => copy(value)}>
        {copied ? <IconCheck size={14} color="var(--live)" /> : <IconCopy size={14} />}
      </ActionIcon>
    </Tooltip>
  );
}
