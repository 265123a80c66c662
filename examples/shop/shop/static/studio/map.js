/** The map: drag, wheel, pinch, keys and buttons move it; the list and the pins speak of the same. */

import { onMount } from "/static/js/mounting.js";
import { ChartRoom, PIN } from "./chart-room.js";
import { toDegrees, toPixels } from "./mercator.js";

const ZOOM = { least: 3, most: 7.5 };
const EDGES = { west: -24, east: 42, south: 34, north: 70 };
const HOME = { lon: 8.5, lat: 51.3 };
const KEY_STEP = 80;
const FLIGHT_MS = 450;
const CLICK_PX = 5;
const NEAR = 5.6; // the zoom at which a chosen workshop is shown

onMount("#map", (map) => {
  const canvas = map.querySelector("#map-canvas");
  const said = map.querySelector("#map-said");
  const workshops = [...map.querySelectorAll(".workshop-entry")].map((entry) => ({
    ...entry.dataset,
    lat: Number(entry.dataset.lat),
    lon: Number(entry.dataset.lon),
    entry,
    button: entry.querySelector("button"),
  }));
  const room = new ChartRoom(canvas, () => draw());
  const home = () => ({ ...HOME, zoom: canvas.clientWidth < 600 ? 3.1 : 4 });
  let view = home();
  let chosen;
  let painting = 0;
  let flight = 0;

  function draw() {
    painting ||= requestAnimationFrame(() => {
      painting = 0;
      room.draw(view, workshops, chosen);
    });
  }

  function look(next) {
    view = {
      lon: clamp(next.lon, EDGES.west, EDGES.east),
      lat: clamp(next.lat, EDGES.south, EDGES.north),
      zoom: clamp(next.zoom, ZOOM.least, ZOOM.most),
    };
    canvas.dataset.zoom = view.zoom.toFixed(2);
    draw();
  }

  function pan(x, y) {
    const middle = toPixels(view, view.zoom);
    look({ ...toDegrees({ x: middle.x + x, y: middle.y + y }, view.zoom), zoom: view.zoom });
  }

  /** Keeps the place under (x, y), in px from the middle of the canvas, where it is. */
  function zoomBy(amount, x = 0, y = 0) {
    const zoom = clamp(view.zoom + amount, ZOOM.least, ZOOM.most);
    const middle = toPixels(view, view.zoom);
    const under = toDegrees({ x: middle.x + x, y: middle.y + y }, view.zoom);
    const then = toPixels(under, zoom);
    look({ ...toDegrees({ x: then.x - x, y: then.y - y }, zoom), zoom });
  }

  function fly(target) {
    cancelAnimationFrame(flight);
    const from = view;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const begun = performance.now();
    const step = (now) => {
      const t = still ? 1 : Math.min(1, (now - begun) / FLIGHT_MS);
      const eased = 1 - (1 - t) ** 3;
      const between = (key) => from[key] + (target[key] - from[key]) * eased;
      look({ lon: between("lon"), lat: between("lat"), zoom: between("zoom") });
      if (t < 1) flight = requestAnimationFrame(step);
    };
    step(begun);
  }

  function choose(workshop) {
    chosen = workshop;
    for (const { entry, button } of workshops) {
      const open = entry === workshop?.entry;
      button.setAttribute("aria-expanded", String(open));
      entry.querySelector(".workshop-about").hidden = !open;
    }
    if (workshop) {
      fly({ lon: workshop.lon, lat: workshop.lat, zoom: Math.max(view.zoom, NEAR) });
      said.textContent = `${workshop.place} is in the middle of the map.`;
    }
    draw();
  }

  const offset = (event) => {
    const box = canvas.getBoundingClientRect();
    return {
      x: event.clientX - box.left - box.width / 2,
      y: event.clientY - box.top - box.height / 2,
    };
  };
  const under = (event) => {
    const middle = toPixels(view, view.zoom);
    const { x, y } = offset(event);
    return workshops.find((workshop) => {
      const at = toPixels(workshop, view.zoom);
      return Math.hypot(at.x - middle.x - x, at.y - middle.y - y) <= PIN + 5;
    });
  };

  for (const workshop of workshops) {
    workshop.button.addEventListener("click", () =>
      choose(workshop === chosen ? undefined : workshop),
    );
  }
  const stop = () => cancelAnimationFrame(flight);
  mountHands(canvas, { pan, zoomBy, offset, stop }, (event) => {
    const workshop = under(event);
    if (workshop) choose(workshop);
  });
  canvas.addEventListener("pointermove", (event) => {
    canvas.toggleAttribute("data-over", under(event) !== undefined);
  });
  const step = (amount) => fly({ ...view, zoom: clamp(view.zoom + amount, ZOOM.least, ZOOM.most) });
  const keys = {
    ArrowLeft: () => pan(-KEY_STEP, 0),
    ArrowRight: () => pan(KEY_STEP, 0),
    ArrowUp: () => pan(0, -KEY_STEP),
    ArrowDown: () => pan(0, KEY_STEP),
    "+": () => step(1),
    "-": () => step(-1),
    0: () => fly(home()),
  };
  canvas.addEventListener("keydown", (event) => {
    if (!keys[event.key] || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    keys[event.key]();
  });
  map.querySelector("#zoom-in").addEventListener("click", () => step(1));
  map.querySelector("#zoom-out").addEventListener("click", () => step(-1));
  map.querySelector("#zoom-all").addEventListener("click", () => fly(home()));
  const watching = new ResizeObserver(draw);
  watching.observe(canvas);
  room.dark.addEventListener("change", draw);
  void document.fonts.ready.then(draw);

  look(view);
  choose(workshops.find(({ key }) => key === location.hash.slice(1)));
  return () => {
    cancelAnimationFrame(painting);
    cancelAnimationFrame(flight);
    watching.disconnect();
    room.dark.removeEventListener("change", draw);
  };
});

/** One finger or the mouse drags, two pinch, the wheel zooms; a press that stays put is a click. */
function mountHands(canvas, { pan, zoomBy, offset, stop }, click) {
  const fingers = new Map();
  let travelled = 0;

  canvas.addEventListener("pointerdown", (event) => {
    stop();
    if (fingers.size === 0) travelled = 0;
    fingers.set(event.pointerId, event);
    canvas.setPointerCapture(event.pointerId);
    canvas.toggleAttribute("data-dragging", true);
  });
  canvas.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const other = [...fingers.values()].find(({ pointerId }) => pointerId !== event.pointerId);
    if (other) {
      const { x, y } = offset(other);
      zoomBy(Math.log2((distance(event, other) + 1) / (distance(before, other) + 1)), x, y);
    } else {
      pan(before.clientX - event.clientX, before.clientY - event.clientY);
    }
    travelled += distance(before, event);
    fingers.set(event.pointerId, event);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, (event) => {
      fingers.delete(event.pointerId);
      if (fingers.size === 0) canvas.removeAttribute("data-dragging");
      if (end === "pointerup" && travelled < CLICK_PX) click(event);
    });
  }
  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      stop();
      const { x, y } = offset(event);
      zoomBy(-Math.sign(event.deltaY) * Math.min(0.3, Math.abs(event.deltaY) / 400), x, y);
    },
    { passive: false },
  );
}

function distance(a, b) {
  return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
}

function clamp(value, least, most) {
  return Math.min(Math.max(value, least), most);
}
