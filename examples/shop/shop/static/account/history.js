/**
 * Undo and redo of a `contenteditable`, by whole states: the browser's own history knows nothing of
 * what a script has changed, such as a version that was brought back.
 */

const MOST_STATES = 200;
const ONE_GO_MS = 700; // letters typed this close together are undone together

export function historyOf(area) {
  const states = [stateOf(area)];
  let index = 0;
  let lastKind = "";
  let lastAt = 0;

  /** `kind` is the `inputType` of what happened, or a name of ours for what a script did. */
  function record(kind) {
    const state = stateOf(area);
    if (state.html === states[index].html) return;
    const now = performance.now();
    const oneGo = kind === "insertText" && kind === lastKind && now - lastAt < ONE_GO_MS;
    lastKind = kind;
    lastAt = now;
    states.length = index + 1;
    if (oneGo) {
      states[index] = state;
      return;
    }
    states.push(state);
    if (states.length > MOST_STATES) states.shift();
    index = states.length - 1;
  }

  function step(by) {
    const state = states[index + by];
    if (!state) return;
    index += by;
    lastKind = "";
    area.innerHTML = state.html;
    placeCaret(area, state.caret);
  }

  return { record, undo: () => step(-1), redo: () => step(1) };
}

function stateOf(area) {
  area.normalize(); // as it will be when it is made from its HTML again: one text, not several
  return { html: area.innerHTML, caret: caretIn(area) };
}

/** `[[child indices down to the node], offset]`, which outlives the nodes themselves. */
function caretIn(area) {
  const { focusNode, focusOffset } = document.getSelection();
  if (!focusNode || !area.contains(focusNode)) return undefined;
  const path = [];
  for (let node = focusNode; node !== area; node = node.parentNode) {
    path.unshift([...node.parentNode.childNodes].indexOf(node));
  }
  return [path, focusOffset];
}

function placeCaret(area, caret) {
  area.focus({ preventScroll: true });
  const selection = document.getSelection();
  if (!caret) {
    selection.selectAllChildren(area);
    selection.collapseToEnd();
    return;
  }
  const [path, offset] = caret;
  const node = path.reduce((parent, at) => parent?.childNodes[at], area);
  if (node) selection.collapse(node, offset);
}
