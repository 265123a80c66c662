import { Menu, Tooltip, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import {
  IconDeviceDesktop,
  IconHistory,
  IconKeyboard,
  IconLayoutList,
  IconLogout,
  IconMoon,
  IconSun,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { seesLive } from "../api/roles";
import { useLive } from "../live/LiveContext";
import { count } from "../ui/format";
import { Mark } from "../ui/Mark";
import { initials } from "../ui/person";
import type { Me } from "../wire/messages.gen";
import classes from "./Rail.module.css";

interface Props {
  me: Me;
  onKeys(): void;
  onSignOut(): void;
}

const ROLES: Readonly<Record<Me["role"], string>> = {
  account_manager: "Account manager",
  supervisor: "Supervisor",
  sales_reviewer: "Sales reviewer",
  administrator: "Administrator",
};

const SCHEMES = {
  auto: { next: "light", label: "Theme: as the system", Icon: IconDeviceDesktop },
  light: { next: "dark", label: "Theme: light", Icon: IconSun },
  dark: { next: "auto", label: "Theme: dark", Icon: IconMoon },
} as const;

export function Rail({ me, onKeys, onSignOut }: Props) {
  const live = useLive((facts) => facts.sessions.size);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const scheme = SCHEMES[colorScheme];
  return (
    <nav className={classes.rail} aria-label="Main">
      <Link to="/" className={classes.mark} aria-label="Cobrowse, to the start">
        <Mark size={28} />
      </Link>
      {seesLive(me.role) ? (
        <Tooltip label="Wall" position="right">
          <Link to="/wall" className={classes.item} activeProps={{ "data-active": "true" }}>
            <IconLayoutList size={20} stroke={1.6} aria-hidden />
            <span className={classes.name}>Wall</span>
            {live > 0 ? <span className={classes.count}>{count(live)}</span> : null}
          </Link>
        </Tooltip>
      ) : null}
      <Tooltip label="Past visits" position="right">
        <Link to="/library" className={classes.item} activeProps={{ "data-active": "true" }}>
          <IconHistory size={20} stroke={1.6} aria-hidden />
          <span className={classes.name}>Past visits</span>
        </Link>
      </Tooltip>
      <span className={classes.space} />
      <Tooltip label={scheme.label} position="right">
        <UnstyledButton
          className={classes.item}
          aria-label={scheme.label}
          onClick={() => setColorScheme(scheme.next)}
        >
          <scheme.Icon size={19} stroke={1.6} aria-hidden />
        </UnstyledButton>
      </Tooltip>
      <Menu position="right-end" width={230} shadow="md" radius="md">
        <Menu.Target>
          <UnstyledButton className={classes.me} aria-label={`${me.name}, account menu`}>
            {initials(me.name)}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <div className={classes.who}>
            <strong>{me.name}</strong>
            <span>{me.email}</span>
            <span>{ROLES[me.role]}</span>
          </div>
          <Menu.Divider />
          <Menu.Item leftSection={<IconKeyboard size={16} />} rightSection="?" onClick={onKeys}>
            Keyboard
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={onSignOut}>
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}
