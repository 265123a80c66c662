/** Whether the tab is seen and focused: the focused page of a session is the one in use. */
import type { Clock } from "../clock";
import type { EmitFact } from "../facts";
import { createScope, type Stop } from "../scope";
import type { Shown } from "../wire/messages.gen";

export function attention(now: Clock): Shown {
  const visible = document.visibilityState === "visible";
  return { kind: "shown", at: now(), visible, focused: document.hasFocus() };
}

/** Tells the first state, and each change. */
export function observeAttention(emit: EmitFact, now: Clock): Stop {
  const scope = createScope();
  let told = "";

  const look = (): void => {
    const fact = attention(now);
    const { visible, focused } = fact;
    if (told === `${visible} ${focused}`) return;
    told = `${visible} ${focused}`;
    emit(fact);
  };

  scope.listen(document, "visibilitychange", look);
  scope.listen(window, "focus", look);
  scope.listen(window, "blur", look);
  scope.listen(window, "pageshow", look);
  look();
  return scope.stop;
}
