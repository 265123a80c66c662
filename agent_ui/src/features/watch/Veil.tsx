import type { IconPlugConnectedX } from "@tabler/icons-react";
import type { ComponentProps, ReactNode } from "react";
import { Notice } from "../../ui/Notice";
import type { Words } from "./texts";
import classes from "./Veil.module.css";

/** Lies over a picture that is not what one came to see; how much of it stays seen is the caller's. */
export function Veil({ className, ...props }: ComponentProps<"div">) {
  return <div className={`${classes.veil} ${className}`} {...props} />;
}

interface CardProps extends Words {
  icon: typeof IconPlugConnectedX;
  role?: "status" | "alert";
  actions?: ReactNode;
}

/** On the veil: why that is. */
export function Card({ icon: Icon, title, text, role = "status", actions }: CardProps) {
  return (
    <div className={classes.card}>
      <Notice role={role} icon={<Icon size={25} stroke={1.6} />} title={title} actions={actions}>
        {text}
      </Notice>
    </div>
  );
}
