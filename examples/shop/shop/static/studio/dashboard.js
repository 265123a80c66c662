/** The dealer's dashboard: choose a period, look at charts or tables. */

import { fault } from "/static/js/fault.js";
import { onMount } from "/static/js/mounting.js";
import { ask } from "/static/js/send.js";
import { barChart, lineChart, ringChart } from "./charts.js";
import { element } from "./elements.js";
import { mountTips } from "./tips.js";

const FREEZE_MS = 3000;
const money = (cents) => `€${Math.round(cents / 100).toLocaleString("en")}`;
const short = (cents) => {
  const euros = cents / 100;
  if (euros >= 1e6) return `€${(euros / 1e6).toFixed(1)}m`;
  return euros >= 1000 ? `€${Math.round(euros / 1000)}k` : `€${Math.round(euros)}`;
};
const plain = (count) => count.toLocaleString("en");
const spoken =
  (word) =>
  ({ name, value }) =>
    `${name}: ${word(value)}`;

/** In which direction more is better, for the words under a total. */
const TOTALS = [
  ["turnover", "Turnover", money, 1],
  ["pieces", "Pieces", plain, 1],
  ["each", "Average piece", money, 1],
  ["returned", "Came back", plain, -1],
];

onMount("#dashboard", (dashboard) => {
  const period = dashboard.querySelector("#period");
  const problem = dashboard.querySelector("#dashboard-error");
  let figures;
  let latest = 0;
  let drawnWidth = 0;

  async function load() {
    const turn = ++latest;
    let fresh;
    try {
      const answer = await ask(`/api/dashboard?period=${period.value}`);
      if (answer.ok) fresh = await answer.json();
    } catch {
      // no network: `fresh` stays unset and the page says so
    }
    if (turn !== latest) return;
    problem.hidden = fresh !== undefined;
    if (!fresh) return;
    figures = fresh;
    paint();
  }

  function paint() {
    dashboard.querySelector("#period-heading").textContent = figures.heading;
    dashboard.querySelector("#totals").replaceChildren(...TOTALS.map(total));
    const tables = dashboard.querySelector('[name="show"]:checked').value === "tables";
    const [line, bars, shares] = dashboard.querySelectorAll("#line, #bars, #shares");
    drawnWidth = line.clientWidth;
    if (drawnWidth === 0) return; // not laid out yet: the observer comes back
    if (tables) {
      line.replaceChildren(table(["When", "Turnover"], figures.line, money));
      bars.replaceChildren(table(["Collection", "Pieces"], figures.bars, plain));
      shares.replaceChildren(table(["Country", "Turnover"], figures.shares, money));
      return;
    }
    line.replaceChildren(
      lineChart(figures.line, { width: drawnWidth, say: spoken(money), axis: short }),
    );
    bars.replaceChildren(barChart(figures.bars, { width: bars.clientWidth, say: spoken(plain) }));
    shares.replaceChildren(ringChart(figures.shares, { say: spoken(money), short }));
  }

  function total([key, name, word, good]) {
    const [now, before] = [figures.totals[key], figures.before[key]];
    const change = Math.round((100 * (now - before)) / Math.max(before, 1));
    const direction = Math.sign(change) * good;
    const tone = direction > 0 ? "better" : direction < 0 ? "worse" : "same";
    const sign = change > 0 ? "+" : change < 0 ? "−" : "±";
    return element(
      "div",
      {},
      element("dt", {}, name),
      element("dd", {}, word(now)),
      element("dd", { class: tone }, `${sign}${Math.abs(change)} % on the time before`),
    );
  }

  period.addEventListener("change", () => {
    if (fault === "freeze") block(FREEZE_MS);
    void load();
  });
  for (const choice of dashboard.querySelectorAll('[name="show"]')) {
    choice.addEventListener("change", () => figures && paint());
  }
  mountTips(dashboard);
  const watching = new ResizeObserver(() => {
    const { clientWidth } = dashboard.querySelector("#line");
    if (figures && clientWidth !== drawnWidth) paint();
  });
  watching.observe(dashboard);
  void load();
  return () => watching.disconnect();
});

/** What a page does that reckons too much at once: nothing else happens meanwhile. */
function block(ms) {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

function table(heads, values, word) {
  const sum = values.reduce((whole, { value }) => whole + value, 0);
  const row = (kind, first, last) =>
    element("tr", {}, element("th", { scope: kind }, first), element("td", {}, last));
  const head = (name) => element("th", { scope: "col" }, name);
  return element(
    "table",
    { class: "figures" },
    element("thead", {}, element("tr", {}, ...heads.map(head))),
    element("tbody", {}, ...values.map((entry) => row("row", entry.name, word(entry.value)))),
    element("tfoot", {}, row("row", "Together", word(sum))),
  );
}
