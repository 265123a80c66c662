import { useCallback, useEffect, useState } from "react";

/**
 * Full screen: the console's own frame goes away and, where the browser allows it, the browser's.
 * The whole document goes full screen, because a player that is moved would load anew.
 */
export function useCinema(): readonly [boolean, () => void] {
  const [on, setOn] = useState(false);

  useEffect(() => {
    const follow = () => {
      if (!document.fullscreenElement) setOn(false);
    };
    document.addEventListener("fullscreenchange", follow);
    return () => document.removeEventListener("fullscreenchange", follow);
  }, []);

  useEffect(() => {
    const root = document.documentElement;
    if (!on) return;
    root.dataset.cinema = "true";
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") setOn(false);
    };
    // Refused inside some frames and on some phones: the page alone is then made bigger.
    root.requestFullscreen?.().catch(() => undefined);
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
      delete root.dataset.cinema;
      if (document.fullscreenElement) document.exitFullscreen().catch(() => undefined);
    };
  }, [on]);

  return [on, useCallback(() => setOn((before) => !before), [])];
}
