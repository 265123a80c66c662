/** Whether the tab is seen and focused: the focused page of a session is the one in use. */
import type { Clock } from "../clock";
import type { EmitFact } from "../facts";
import { createScope, type Stop } from "../scope";

/** Tells the first state, and each change. */
export function observeAttention(emit: EmitFact, now: Clock): Stop {
  const scope = createScope();
  let told = "";

  const look = (): void => {
    const visible = document.visibilityState === "visible";
    const focused = document.hasFocus();
    if (told === `${visible} ${focused}`) return;
    told = `${visible} ${focused}`;
    emit({ kind: "shown", at: now(), visible, focused });
  };

  scope.listen(document, "visibilitychange", look);
  scope.listen(window, "focus", look);
  scope.listen(window, "blur", look);
  scope.listen(window, "pageshow", look);
  look();
  return scope.stop;
}
