import { Modal } from "@mantine/core";
import { LIBRARY_KEYS } from "../features/library/keys";
import { WALL_KEYS } from "../features/wall/keys";
import { WATCH_KEYS } from "../features/watch/keys";
import { REPLAY_KEYS } from "../features/watch/replay/keys";
import { type KeyRow, Keys } from "../ui/Keys";
import classes from "./KeyMap.module.css";

const EVERYWHERE: readonly KeyRow[] = [{ keys: ["?"], does: "This list" }];

interface Props {
  opened: boolean;
  onClose(): void;
}

export function KeyMap({ opened, onClose }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Keyboard"
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <div className={classes.groups}>
        <section>
          <h3>Wall</h3>
          <Keys rows={WALL_KEYS} />
        </section>
        <section>
          <h3>Watching</h3>
          <Keys rows={WATCH_KEYS} />
        </section>
        <section>
          <h3>Looking back</h3>
          <Keys rows={REPLAY_KEYS} />
        </section>
        <section>
          <h3>Past visits</h3>
          <Keys rows={LIBRARY_KEYS} />
        </section>
        <section>
          <h3>Everywhere</h3>
          <Keys rows={EVERYWHERE} />
        </section>
      </div>
    </Modal>
  );
}
