/**
 * The notice's looks. Everything is reset first, because a page's inherited styles reach into a
 * shadow root; lengths are in pixels, because a page may have changed what a `rem` is.
 */

export const STYLE = `
:host {
  all: initial !important;
  position: fixed !important;
  inset: auto auto 0 0 !important;
  width: 0 !important;
  height: 0 !important;
  z-index: 2147483647 !important;
  color-scheme: light dark !important;
}
@media print { :host { display: none !important } }
.notice {
  --ground: #ffffff; --ink: #1c2330; --quiet: #5a6475; --line: #d9dee7; --hover: #eef1f6;
  --live: #c62f3b; --focus: #2457d6; --danger: #b4232f; --on-danger: #ffffff;
  position: fixed;
  inset-block-end: max(16px, env(safe-area-inset-bottom));
  inset-inline-start: 16px;
  box-sizing: border-box;
  max-width: calc(100vw - 32px);
  display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px;
  padding: 6px 8px 6px 16px;
  border: 1px solid var(--line); border-radius: 24px;
  background: var(--ground); color: var(--ink);
  font: 500 14px/20px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  box-shadow: 0 1px 2px rgb(15 23 42 / .12), 0 8px 24px rgb(15 23 42 / .16);
  animation: appear .18s ease-out;
}
.notice[dir=rtl] { padding: 6px 16px 6px 8px }
@keyframes appear { from { opacity: 0; transform: translateY(8px) } }
.says { display: flex; align-items: center; gap: 10px; padding-block: 4px }
.dot { flex: none; width: 8px; height: 8px; border-radius: 50%; background: var(--live) }
.paused .dot { background: none; box-shadow: inset 0 0 0 2px var(--quiet) }
.acts { display: flex; gap: 4px; margin-inline-start: auto }
button {
  all: unset;
  box-sizing: border-box;
  min-height: 32px; padding: 5px 12px;
  border-radius: 16px;
  font: 600 14px/20px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  white-space: nowrap; text-align: center;
  cursor: pointer;
}
button:hover { background: var(--hover) }
button:focus-visible { outline: 2px solid var(--focus); outline-offset: 1px }
button.danger { background: var(--danger); color: var(--on-danger) }
@media (pointer: coarse) {
  button { min-height: 44px; padding: 11px 16px; border-radius: 22px }
  .notice { border-radius: 28px }
}
@media (prefers-color-scheme: dark) {
  .notice {
    --ground: #1b212c; --ink: #eef1f6; --quiet: #9aa5b8; --line: #384152; --hover: #2b3342;
    --live: #ff6b74; --focus: #8fb0ff; --danger: #ff7b84; --on-danger: #23080b;
  }
}
@media (prefers-reduced-motion: reduce) { .notice { animation: none } }
@media (forced-colors: active) { .dot { background: CanvasText; forced-color-adjust: none } }
`;
