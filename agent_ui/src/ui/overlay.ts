/** Whether a menu or a dialog has the keys; the page below then leaves them alone. */
export function overlayIsOpen(): boolean {
  return document.querySelector("[role=menu], [aria-modal=true]") !== null;
}
