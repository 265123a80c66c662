/** Booking a visit: calendar and date field speak of the same day; the server has the hours. */

import { fault } from "/static/js/fault.js";
import { onMount } from "/static/js/mounting.js";
import { ask, send } from "/static/js/send.js";
import { mountCalendar } from "./calendar.js";
import { complain } from "./complain.js";
import { dayOf, fullName, written } from "./days.js";

onMount("#booking", (booking) => {
  const form = booking.querySelector("#booking-form");
  const date = form.elements.namedItem("date");
  const workshop = form.elements.namedItem("workshop");
  const calendar = mountCalendar(booking, (day) => {
    date.value = written(day);
    complain(form, {});
    void offerHours(booking, workshop.value, day);
  });

  booking.querySelector("#previous-month").addEventListener("click", () => calendar.turn(-1));
  if (fault !== "cal-dead") {
    booking.querySelector("#next-month").addEventListener("click", () => calendar.turn(1));
  }
  date.addEventListener("change", () => {
    const day = dayOf(date.value);
    if (day && calendar.select(day)) {
      complain(form, {});
      void offerHours(booking, workshop.value, day);
    } else if (date.value) {
      const words = day
        ? "That day cannot be booked. Workshops are closed on Sundays and Mondays."
        : "Please write the date like 2027-05-14.";
      complain(form, { date: words });
    }
  });
  workshop.addEventListener("change", () => {
    const day = dayOf(date.value);
    if (day) void offerHours(booking, workshop.value, day);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    const answer = await send("/api/booking", Object.fromEntries(new FormData(form)));
    button.disabled = false;
    if (complain(form, answer.errors ?? {})) return;
    location.assign(answer.next);
  });
});

let latest = 0;

async function offerHours(booking, workshop, day) {
  const turn = ++latest;
  const none = booking.querySelector("#hours-none");
  const list = booking.querySelector("#hours-list");
  list.setAttribute("aria-busy", "true");
  const question = new URLSearchParams({ workshop, date: written(day) });
  let hours;
  try {
    const answer = await ask(`/api/booking/hours?${question}`);
    ({ hours } = await answer.json());
  } catch {
    hours = undefined; // no network; said below
  }
  if (turn !== latest) return; // another day was chosen meanwhile
  list.removeAttribute("aria-busy");
  list.replaceChildren(...(hours ?? []).map(hourChoice));
  if (!hours) none.textContent = "We could not ask the workshop. Please choose the day again.";
  else if (hours.length === 0) none.textContent = `${fullName(day)} is full.`;
  else none.textContent = `Free on ${fullName(day)}, workshop time:`;
}

function hourChoice(hour) {
  const label = document.createElement("label");
  label.className = "hour";
  const radio = document.createElement("input");
  radio.type = "radio";
  radio.name = "hour";
  radio.value = hour;
  const words = document.createElement("span");
  words.textContent = hour;
  label.append(radio, words);
  return label;
}
