import { Button } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconPlugConnectedX, IconTool } from "@tabler/icons-react";
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { ApiError } from "../api/http";
import { Notice } from "../ui/Notice";
import classes from "./Blank.module.css";

/** A page that could not be shown: the service did not answer, or the console has a fault. */
export function Failure({ error, reset }: ErrorComponentProps) {
  useDocumentTitle("Trouble · Cobrowse");
  const router = useRouter();
  const unreachable = error instanceof ApiError;
  const again = () => {
    reset();
    void router.invalidate();
  };
  return (
    <main className={classes.blank}>
      <Notice
        headingLevel={1}
        role="alert"
        icon={
          unreachable ? (
            <IconPlugConnectedX size={26} stroke={1.6} />
          ) : (
            <IconTool size={26} stroke={1.6} />
          )
        }
        title={unreachable ? "No answer from the service" : "This page broke"}
        actions={
          <>
            <Button onClick={again}>Try again</Button>
            <Button variant="default" onClick={() => window.location.reload()}>
              Reload the console
            </Button>
          </>
        }
      >
        {unreachable
          ? "The console is loaded, but the service behind it does not answer."
          : "Nothing was lost; customers are not affected. If it happens again, tell your administrator:"}
        {unreachable ? null : <code className={classes.fault}>{String(error)}</code>}
      </Notice>
    </main>
  );
}
