/** Three charts as SVG: a line, bars, a ring. Each value is a `.spot` that can be focused. */

import { element, svg } from "./elements.js";

const LEFT = 52;
const TOP = 12;
const FOOT = 28;

/** `values` are `{name, value}`; `say` words a value, `axis` does so in short for the scale. */
export function lineChart(values, { width, say, axis }) {
  const height = Math.max(220, Math.min(320, width * 0.34));
  const most = roundUp(Math.max(...values.map(({ value }) => value)));
  const right = width - 8;
  const x = (index) => LEFT + ((right - LEFT) * index) / Math.max(1, values.length - 1);
  const y = (value) => TOP + (height - TOP - FOOT) * (1 - value / most);
  const points = values.map(({ value }, index) => `${x(index).toFixed(1)} ${y(value).toFixed(1)}`);
  const floor = height - FOOT;
  const step = (right - LEFT) / Math.max(1, values.length - 1);
  const every = Math.ceil(values.length / Math.max(2, Math.floor(width / 110)));
  return drawing(width, height, "Line chart", [
    ...[0, 0.25, 0.5, 0.75, 1].flatMap((part) => [
      svg("line", { class: "rule", x1: LEFT, x2: right, y1: y(most * part), y2: y(most * part) }),
      svg("text", { x: LEFT - 10, y: y(most * part) + 4, "text-anchor": "end" }, axis(most * part)),
    ]),
    svg("path", { class: "under", d: `M${LEFT} ${floor}L${points.join("L")}L${right} ${floor}Z` }),
    svg("path", { class: "curve", d: `M${points.join("L")}` }),
    ...values.flatMap(({ name }, index) => {
      if (index % every !== 0) return [];
      const anchor = index === 0 ? "start" : index === values.length - 1 ? "end" : "middle";
      return [svg("text", { x: x(index), y: height - 6, "text-anchor": anchor }, name)];
    }),
    ...values.map((entry, index) =>
      spot(entry, say, { x: x(index), y: y(entry.value) }, [
        svg("line", { class: "plumb", x1: x(index), x2: x(index), y1: TOP, y2: floor }),
        svg("rect", {
          x: x(index) - step / 2,
          y: TOP,
          width: step,
          height: floor - TOP,
          fill: "transparent",
        }),
        svg("circle", { class: "dot", cx: x(index), cy: y(entry.value), r: 4.5 }),
      ]),
    ),
  ]);
}

export function barChart(values, { width, say }) {
  const row = 46;
  const most = Math.max(...values.map(({ value }) => value), 1);
  const reach = width - 104 - 56;
  return drawing(
    width,
    row * values.length,
    "Bar chart",
    values.map((entry, index) => {
      const top = index * row + 8;
      const long = Math.max(2, (reach * entry.value) / most);
      return spot(entry, say, { x: 104 + long, y: top }, [
        svg("rect", { x: 0, y: top - 6, width, height: row - 2, fill: "transparent" }),
        svg("text", { class: "bar-name", x: 0, y: top + 20 }, entry.name),
        svg("rect", { class: "bar", x: 104, y: top, width: long, height: row - 16, rx: 1.5 }),
        svg("text", { x: 104 + long + 10, y: top + 20 }, entry.value.toLocaleString("en")),
      ]);
    }),
  );
}

/** A ring with the sum in its middle, and a legend. */
export function ringChart(values, { say, short }) {
  const whole = values.reduce((sum, { value }) => sum + value, 0) || 1;
  let turned = 0;
  const slices = values.map((entry, index) => {
    const from = turned;
    turned += entry.value / whole;
    const middle = point((from + turned) / 2, 92);
    return spot(entry, say, middle, [
      svg("path", { class: `slice hue-${index + 1}`, d: slice(from, turned - 0.004) }),
    ]);
  });
  const ring = drawing(240, 240, "Ring chart", [
    ...slices,
    svg("text", { class: "middle", x: 120, y: 124 }, short(whole)),
    svg("text", { class: "middle-small", x: 120, y: 144 }, "in all"),
  ]);
  const legend = element(
    "ul",
    { class: "legend" },
    ...values.map(({ name, value }, index) => {
      const mark = svg(
        "svg",
        { viewBox: "0 0 12 12", "aria-hidden": "true" },
        svg("circle", { class: `hue-${index + 1}`, cx: 6, cy: 6, r: 6 }),
      );
      return element(
        "li",
        {},
        mark,
        name,
        element("b", {}, `${Math.round((100 * value) / whole)} %`),
      );
    }),
  );
  return element("div", { class: "shares" }, ring, legend);
}

function drawing(width, height, label, children) {
  const options = { viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": label };
  const drawn = svg("svg", options, ...children);
  drawn.querySelector(".spot")?.setAttribute("tabindex", 0);
  return drawn;
}

/** Where the tip goes is kept on the spot, in units of the drawing. */
function spot(entry, say, at, children) {
  const words = say(entry);
  return svg(
    "g",
    {
      class: "spot",
      role: "img",
      tabindex: -1,
      "aria-label": words,
      "data-x": at.x,
      "data-y": at.y,
    },
    ...children,
  );
}

function point(turn, radius) {
  const angle = (turn - 0.25) * 2 * Math.PI;
  return { x: 120 + radius * Math.cos(angle), y: 120 + radius * Math.sin(angle) };
}

function slice(from, to) {
  const wide = to - from > 0.5 ? 1 : 0;
  const [a, b, c, d] = [point(from, 112), point(to, 112), point(to, 76), point(from, 76)];
  return `M${a.x} ${a.y}A112 112 0 ${wide} 1 ${b.x} ${b.y}L${c.x} ${c.y}A76 76 0 ${wide} 0 ${d.x} ${d.y}Z`;
}

/** The next of 1, 2, 4, 5 or 8 times a power of ten: a scale people can read. */
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return power * ([1, 2, 4, 5, 8, 10].find((times) => times * power >= value) ?? 10);
}
