import { IconUser } from "@tabler/icons-react";
import classes from "./Avatar.module.css";
import { initials, type Person, shadeOf } from "./person";

interface Props {
  person: Person;
  /** What the shade is taken from: the customer, else the visitor. */
  seed: string;
  size?: "sm" | "md";
}

/** Decoration beside a name; hence silent for screen readers. */
export function Avatar({ person, seed, size = "md" }: Props) {
  return (
    <span
      aria-hidden
      className={classes.avatar}
      data-size={size}
      data-shade={person.anonymous ? "none" : shadeOf(seed, 6)}
    >
      {person.anonymous ? (
        <IconUser size={size === "sm" ? 13 : 16} stroke={1.6} />
      ) : (
        initials(person.name)
      )}
    </span>
  );
}
