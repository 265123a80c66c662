/** The ticker: five times a second what is due is shown; a minute ahead is fetched in good time. */

import { fault } from "/static/js/fault.js";
import { onMount } from "/static/js/mounting.js";
import { send } from "/static/js/send.js";
import { element } from "./elements.js";
import { PriceFeed } from "./price-feed.js";

const BEAT_MS = 200;
const SPARK = 60; // ticks
const MOST_NEWS = 6;

const euros = new Intl.NumberFormat("en", { style: "currency", currency: "EUR" });
const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });

onMount("#ticker", (ticker) => {
  const rows = [...ticker.querySelectorAll("[data-wood]")];
  const follow = ticker.querySelector("#follow");
  const follows = new Set(JSON.parse(ticker.dataset.follows));
  const feed = new PriceFeed();
  let chosen = rows[0];
  let newest = 0;

  function show() {
    const now = feed.now();
    if (now === undefined) return;
    for (const row of rows) {
      const prices = feed.prices(row.dataset.wood, now);
      row.querySelector(".wood-price").textContent = euros.format(prices.at(-1));
      sayChange(row.querySelector(".wood-change"), prices);
      row.querySelector("polyline").setAttribute("points", course(prices.slice(-SPARK), 96, 26));
    }
    const prices = feed.prices(chosen.dataset.wood, now);
    const line = course(prices, 600, 220);
    ticker.querySelector("#wood-now").textContent = euros.format(prices.at(-1));
    sayChange(ticker.querySelector("#wood-change"), prices);
    ticker.querySelector(".wood-line").setAttribute("points", line);
    ticker.querySelector(".wood-under").setAttribute("d", `M0 220L${line}L600 220Z`);
    for (const { tick, line: words } of feed.newsUpTo(now)) {
      if (tick > newest) tell(tick, words);
    }
    ticker.querySelector("#ticker-error").hidden = !feed.failing;
  }

  function tell(tick, words) {
    newest = tick;
    const list = ticker.querySelector("#news");
    const at = element("time", {}, clock.format(tick * feed.step));
    list.prepend(element("li", {}, at, words));
    while (list.children.length > MOST_NEWS) list.lastElementChild.remove();
  }

  function choose(row) {
    chosen = row;
    ticker.querySelector("#wood-heading").textContent = row.dataset.name;
    ticker.querySelector("#wood-words").textContent = row.dataset.words;
    for (const each of rows) {
      const { wood } = each.dataset;
      each.querySelector("button").setAttribute("aria-pressed", String(each === row));
      each.querySelector(".wood-followed").hidden = !follows.has(wood);
    }
    follow.setAttribute("aria-pressed", String(follows.has(row.dataset.wood)));
    follow.classList.toggle("button-line", follows.has(row.dataset.wood));
    show();
  }

  for (const row of rows) row.querySelector("button").addEventListener("click", () => choose(row));
  if (fault !== "dead-btn") {
    follow.addEventListener("click", async () => {
      const { wood, name } = chosen.dataset;
      const wanted = !follows.has(wood);
      const { errors } = await send("/api/ticker/follow", { wood, follow: wanted });
      const said = ticker.querySelector("#follow-said");
      if (errors) {
        said.textContent = errors.form ?? errors.wood;
        return;
      }
      if (wanted) follows.add(wood);
      else follows.delete(wood);
      said.textContent = wanted ? `You follow ${name}.` : `You no longer follow ${name}.`;
      choose(chosen);
    });
  }
  choose(rows[0]);
  const beat = setInterval(show, BEAT_MS);
  feed.start(show);
  return () => {
    clearInterval(beat);
    feed.stop();
  };
});

function sayChange(place, prices) {
  const change = (100 * (prices.at(-1) - prices[0])) / prices[0];
  place.textContent = `${change < 0 ? "−" : "+"}${Math.abs(change).toFixed(2)} %`;
  place.classList.toggle("up", change > 0);
  place.classList.toggle("down", change < 0);
}

/** A line through the values that fills the drawing, with a little air above and below. */
function course(values, width, height) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const span = most - least || 1;
  return values
    .map((value, index) => {
      const x = (width * index) / (values.length - 1);
      const y = height * (0.08 + 0.84 * (1 - (value - least) / span));
      return `${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join(" ");
}
