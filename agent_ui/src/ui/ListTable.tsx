import type { ComponentProps, ReactNode, Ref } from "react";
import classes from "./ListTable.module.css";

interface Props {
  /** What a screen reader calls it. */
  label: string;
  columns: readonly string[];
  /** Says `--columns` and `--areas`: how wide they are, and where the cells go on a narrow screen. */
  className: string | undefined;
  dense?: boolean;
  ref: Ref<HTMLTableElement>;
  /** One body or several. */
  children: ReactNode;
}

/** Sessions below one another: the head stays in sight, and each row is a link as a whole. */
export function ListTable({ label, columns, className, dense = false, ref, children }: Props) {
  return (
    <table
      aria-label={label}
      className={`${classes.table} ${className}`}
      data-dense={dense || undefined}
      ref={ref}
    >
      <thead className={classes.head}>
        <tr className={classes.columns}>
          {columns.map((column) => (
            <th scope="col" key={column} data-column={column}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      {children}
    </table>
  );
}

export function ListRow(props: ComponentProps<"tr">) {
  return <tr className={classes.row} {...props} />;
}
