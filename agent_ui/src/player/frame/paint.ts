const channel = new MessageChannel();
let waiting: (() => void)[] = [];

channel.port1.onmessage = () => {
  const due = waiting;
  waiting = [];
  for (const act of due) act();
};

/** Runs `act` after the paint of the frame that is now being made: a task behind its callbacks. */
export function afterPaint(act: () => void): void {
  waiting.push(act);
  if (waiting.length === 1) channel.port2.postMessage(null);
}
