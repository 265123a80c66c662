import { Button } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconMapPinOff } from "@tabler/icons-react";
import { Link, useLocation } from "@tanstack/react-router";
import { Notice } from "../ui/Notice";
import classes from "./Blank.module.css";

export function NotFound() {
  useDocumentTitle("Not found · Cobrowse");
  const { pathname } = useLocation();
  return (
    <main className={classes.blank}>
      <Notice
        headingLevel={1}
        icon={<IconMapPinOff size={26} stroke={1.6} />}
        title="Nothing at this address"
        actions={
          <Button renderRoot={(props) => <Link to="/" {...props} />}>Back to the console</Button>
        }
      >
        <code className={classes.address}>/console{pathname}</code> is not a page of this console.
        The link may be old or cut short.
      </Notice>
    </main>
  );
}
