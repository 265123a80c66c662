/** A month as a grid: arrow keys by day and week, Page keys by month, Home and End by week. */

import { dayOf, fullName, monthName, plusDays, plusMonths, weekday, written } from "./days.js";

const STEPS = {
  ArrowLeft: (day) => plusDays(day, -1),
  ArrowRight: (day) => plusDays(day, 1),
  ArrowUp: (day) => plusDays(day, -7),
  ArrowDown: (day) => plusDays(day, 7),
  PageUp: (day) => plusMonths(day, -1),
  PageDown: (day) => plusMonths(day, 1),
  Home: (day) => plusDays(day, -weekday(day)),
  End: (day) => plusDays(day, 6 - weekday(day)),
};

/**
 * `choose(day)` is called when somebody picks one. Answers `{ select(day), turn(months) }`: what
 * else can move the calendar.
 */
export function mountCalendar(root, choose) {
  const days = root.querySelector("#days");
  const today = dayOf(root.dataset.today);
  const last = dayOf(root.dataset.last);
  const closed = new Set(root.dataset.closed.split(" ").map(Number));
  let cursor = plusDays(today, 1);
  let selected;

  const open = (day) => day > today && day <= last && !closed.has(weekday(day));
  const within = (day) => new Date(Math.min(Math.max(day, today), last));

  function paint() {
    const first = plusDays(cursor, 1 - cursor.getUTCDate());
    root.querySelector("#month").textContent = monthName(first);
    root.querySelector("#previous-month").disabled = first <= today;
    root.querySelector("#next-month").disabled = plusMonths(first, 1) > last;
    const rows = [];
    for (let monday = plusDays(first, -weekday(first)); monday < plusMonths(first, 1); ) {
      const row = document.createElement("tr");
      for (let column = 0; column < 7; column += 1) {
        const day = plusDays(monday, column);
        const inside = day.getUTCMonth() === first.getUTCMonth();
        row.append(inside ? dayCell(day) : document.createElement("td"));
      }
      rows.push(row);
      monday = plusDays(monday, 7);
    }
    days.replaceChildren(...rows);
  }

  function dayCell(day) {
    const cell = document.createElement("td");
    cell.className = "day";
    cell.dataset.day = written(day);
    cell.textContent = day.getUTCDate();
    cell.tabIndex = Number(day) === Number(cursor) ? 0 : -1;
    cell.ariaLabel = fullName(day);
    cell.ariaDisabled = String(!open(day));
    cell.ariaSelected = String(Number(day) === Number(selected));
    if (Number(day) === Number(today)) cell.ariaCurrent = "date";
    return cell;
  }

  function goTo(day, focus) {
    cursor = within(day);
    paint();
    if (focus) days.querySelector('[tabindex="0"]').focus();
  }

  function pick(day) {
    if (!open(day)) return;
    selected = day;
    goTo(day, true);
    choose(day);
  }

  days.addEventListener("click", (event) => {
    const cell = event.target.closest("[data-day]");
    if (cell) pick(dayOf(cell.dataset.day));
  });
  days.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") pick(cursor);
    else if (STEPS[event.key]) goTo(STEPS[event.key](cursor), true);
    else return;
    event.preventDefault();
  });
  paint();
  return {
    /** False if that day cannot be had. */
    select(day) {
      if (!open(day)) return false;
      selected = day;
      goTo(day, false);
      return true;
    },
    turn: (months) => goTo(plusMonths(cursor, months), false),
  };
}
