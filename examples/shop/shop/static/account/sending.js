/** One picture on its way to the workshop: how far it is, and what became of it. */

import { fault } from "../js/fault.js";

const SENT = 90; // per cent when the last byte has left; the rest is the workshop's word for it
const PREVIEW_PX = 96;

let sendings = 0;

/** A list entry; `start()` resolves with the server's `{html}`, or undefined if it went wrong. */
export function sendingOf(file) {
  const row = document.createElement("li");
  row.className = "sending";
  row.innerHTML =
    '<canvas width="96" height="96" aria-hidden="true" data-cobrowse-block></canvas>' +
    '<div class="sending-words">' +
    '<p class="sending-name" data-cobrowse-mask></p>' +
    '<progress max="100" value="0"></progress><p class="sending-state"></p></div>';
  const name = row.querySelector(".sending-name");
  name.textContent = file.name; // masked, so elsewhere we only point at it
  name.id = `sending-${++sendings}`;
  const bar = row.querySelector("progress");
  bar.setAttribute("aria-labelledby", name.id);
  const state = row.querySelector(".sending-state");
  void preview(file, row.querySelector("canvas"));

  function reached(percent) {
    bar.value = percent;
    state.textContent = percent < SENT ? `${percent} %` : "Waiting for the workshop …";
  }

  function failed(words) {
    row.dataset.failed = "";
    state.setAttribute("role", "alert");
    state.textContent = words;
    const away = document.createElement("button");
    away.type = "button";
    away.className = "quiet";
    away.textContent = "Dismiss";
    away.id = `${name.id}-away`;
    away.setAttribute("aria-labelledby", `${away.id} ${name.id}`);
    away.addEventListener("click", () => row.remove());
    row.append(away);
  }

  /** By `XMLHttpRequest`: `fetch` cannot tell how much of a body has been sent. */
  function start() {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.responseType = "json";
      request.upload.onprogress = ({ loaded, total }) => {
        reached(Math.floor((loaded / total) * SENT));
      };
      request.onload = () => {
        if (request.status === 201) return resolve(request.response);
        failed(request.response?.errors?.form ?? `Not sent: error ${request.status}.`);
        resolve(undefined);
      };
      request.onerror = () => {
        failed(`Not sent: the connection was lost at ${bar.value} % (error UPLOAD-CUT).`);
        resolve(undefined);
      };
      request.open("POST", `/api/pictures?name=${encodeURIComponent(file.name)}`);
      if (fault) request.setRequestHeader("x-shop-fault", fault);
      request.setRequestHeader("content-type", file.type);
      request.send(file);
    });
  }

  return { row, start, failed };
}

/** Drawn here, since a picture that is still on this machine has no address of its own. */
async function preview(file, canvas) {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.max(PREVIEW_PX / picture.width, PREVIEW_PX / picture.height);
    const [width, height] = [picture.width * scale, picture.height * scale];
    canvas
      .getContext("2d")
      .drawImage(picture, (PREVIEW_PX - width) / 2, (PREVIEW_PX - height) / 2, width, height);
    picture.close();
  } catch {
    canvas.remove(); // not a picture: the server will say so
  }
}
