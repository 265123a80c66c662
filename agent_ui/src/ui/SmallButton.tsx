import { UnstyledButton } from "@mantine/core";
import type { ComponentProps } from "react";
import classes from "./SmallButton.module.css";

/** A button of a few words in a bar; where it switches something, `aria-pressed` lights it up. */
export function SmallButton({ className = "", ...props }: ComponentProps<"button">) {
  return <UnstyledButton className={`${classes.button} ${className}`} {...props} />;
}
