/**
 * The recorder that many products are built on, alone, and sent as its own guide shows, once a
 * second: the least that a product on top of it costs. Nothing is masked or compressed.
 */
import { record } from "@rrweb/record";

const { origin } = new URL(document.currentScript.src);
let events = [];

record({ emit: (event) => events.push(event) });

setInterval(() => {
  if (!events.length) return;
  const body = JSON.stringify({ events });
  events = [];
  fetch(`${origin}/rrweb`, { method: "POST", body });
}, 1_000);

window.isRecorded = () => true;
