/**
 * What sort of thing the visitor does, at most twice a second per sort: enough to say "typing", too
 * little to tell a rhythm.
 */
import type { Clock } from "../clock";
import type { EmitFact } from "../facts";
import { createScope, type Stop } from "../scope";
import type { Active } from "../wire/messages.gen";

const APART_MS = 500;

const SORTS: { [event: string]: Active["doing"] } = {
  pointermove: "pointing",
  pointerdown: "clicking",
  scroll: "scrolling",
  wheel: "scrolling",
  keydown: "typing",
  input: "typing",
};

export function observeActivity(
  emit: EmitFact,
  isIgnored: (node: Node) => boolean,
  now: Clock,
): Stop {
  const scope = createScope();
  const last: { [doing: string]: number } = {};

  for (const [event, doing] of Object.entries(SORTS)) {
    scope.listen(window, event, ({ target, isTrusted }) => {
      const at = now();
      if (!isTrusted || at - (last[doing] ?? 0) < APART_MS) return;
      if (target instanceof Node && isIgnored(target)) return;
      last[doing] = at;
      emit({ kind: "active", at, doing });
    });
  }
  return scope.stop;
}
