import { Menu, Tooltip } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useState } from "react";
import type { Speed } from "../../../player/replayPort";
import { SmallButton } from "../../../ui/SmallButton";
import { SPEEDS } from "./replay";
import classes from "./Transport.module.css";

interface Props {
  speed: Speed;
  onSpeed(speed: Speed): void;
}

export function SpeedMenu({ speed, onSpeed }: Props) {
  const [opened, setOpened] = useState(false);
  return (
    <Menu position="top-end" width={116} shadow="md" radius="md" onChange={setOpened}>
      <Menu.Target>
        <Tooltip label="Speed (< and >)" disabled={opened}>
          <SmallButton
            className={classes.speed}
            aria-label={`Speed: ${named(speed)}`}
            data-changed={speed !== 1 || undefined}
          >
            {named(speed)}
          </SmallButton>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {SPEEDS.map((choice) => (
          <Menu.Item
            key={choice}
            aria-current={choice === speed || undefined}
            rightSection={choice === speed ? <IconCheck size={14} aria-hidden /> : null}
            onClick={() => onSpeed(choice)}
          >
            {named(choice)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function named(speed: Speed): string {
  return `${speed}×`;
}
