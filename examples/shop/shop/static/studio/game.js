/** Stack the stools: the loop, the buttons and keys, the score. */

import { onMount } from "/static/js/mounting.js";
import { send } from "/static/js/send.js";
import { Stack } from "./stack.js";
import { StoolPainter } from "./stool-painter.js";

const LONGEST_STEP_S = 0.05; // a hidden tab or a slow moment must not let the stool jump
const BREATH_MS = 500; // after the end: the click that came too late should not start anew

onMount("#game", (game) => {
  const canvas = game.querySelector("#game-canvas");
  const start = game.querySelector("#start");
  const pause = game.querySelector("#pause");
  const said = game.querySelector("#game-said");
  const stack = new Stack();
  const painter = new StoolPainter(canvas);
  let best = Number(game.dataset.best);
  let before = performance.now();
  let overAt = 0;

  function tick(now) {
    const seconds = Math.min((now - before) / 1000, LONGEST_STEP_S);
    before = now;
    if (stack.phase !== "paused") stack.advance(seconds);
    painter.paint(stack, seconds);
    next = requestAnimationFrame(tick);
  }

  function begin() {
    stack.restart();
    tell();
    canvas.focus({ preventScroll: true });
  }

  function letGo() {
    if (stack.phase === "playing") stack.drop();
    else if (stack.phase === "paused") return;
    else if (performance.now() - overAt > BREATH_MS) stack.restart();
    tell();
  }

  function hold(paused) {
    if (stack.phase !== (paused ? "playing" : "paused")) return;
    stack.phase = paused ? "paused" : "playing";
    tell();
  }

  function tell() {
    const running = stack.phase === "playing" || stack.phase === "paused";
    game.dataset.phase = stack.phase;
    game.querySelector("#score").textContent = stack.score;
    start.textContent = running ? "Start again" : "Start";
    pause.disabled = !running;
    pause.setAttribute("aria-pressed", String(stack.phase === "paused"));
    if (stack.phase === "over" && overAt === 0) finish();
    if (running) overAt = 0;
  }

  function finish() {
    overAt = performance.now();
    const record = stack.score > best;
    said.textContent = `${stack.score} stools stood.${record ? " Your best so far." : ""}`;
    if (!record) return;
    best = stack.score;
    game.querySelector("#best").textContent = best;
    void send("/api/game", { score: best });
  }

  start.addEventListener("click", begin);
  pause.addEventListener("click", () => hold(stack.phase === "playing"));
  canvas.addEventListener("pointerdown", letGo);
  game.addEventListener("keydown", (event) => {
    if (event.key === "p" || event.key === "P") hold(stack.phase === "playing");
    else if (event.key === " " && event.target === canvas && !event.repeat) letGo();
    else return;
    event.preventDefault();
  });
  const away = () => document.hidden && hold(true);
  document.addEventListener("visibilitychange", away);
  let next = requestAnimationFrame(tick);
  tell();
  return () => {
    cancelAnimationFrame(next);
    document.removeEventListener("visibilitychange", away);
  };
});
