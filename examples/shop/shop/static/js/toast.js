/** Short messages in the corner, and the number on the cart. */

const SHOWN_MS = 5000;

export function toast(message, { picture, href, action } = {}) {
  const box = document.createElement("div");
  box.className = "toast";
  if (picture) {
    const image = document.createElement("img");
    image.src = picture;
    image.alt = "";
    box.append(image);
  }
  const words = document.createElement("p");
  words.textContent = message;
  box.append(words);
  if (href) {
    const link = document.createElement("a");
    link.href = href;
    link.textContent = action;
    box.append(link);
  }
  document.querySelector("#toasts").replaceChildren(box);
  setTimeout(() => box.remove(), SHOWN_MS);
}

export function showCount(count) {
  const badge = document.querySelector("#cart-badge");
  badge.textContent = count;
  badge.hidden = count === 0;
  const pieces = count === 1 ? "1 piece" : `${count} pieces`;
  document.querySelector("#cart-link").setAttribute("aria-label", `Cart, ${pieces}`);
}
