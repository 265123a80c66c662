/** Says what went wrong, with a line to quote when writing to us. */

export function showFailure(box, words, code, retry) {
  const said = document.createElement("p");
  said.textContent = words;
  const quote = document.createElement("p");
  const line = document.createElement("code");
  line.textContent = `${code}, ${location.pathname}, ${new Date().toISOString().slice(0, 19)}Z`;
  quote.append("If you write to us, please quote: ", line);
  const actions = document.createElement("p");
  actions.className = "failure-actions";
  if (retry) actions.append(button("Try again", retry));
  const help = document.createElement("a");
  help.href = "/contact";
  help.textContent = "Write to us";
  actions.append(help);
  box.replaceChildren(said, quote, actions);
  box.hidden = false;
}

function button(name, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "quiet";
  made.textContent = name;
  made.addEventListener("click", act);
  return made;
}
