/**
 * The name and value of whatever the pointer is over or the focus on; Escape puts it away. A chart
 * is one stop of the tab key, the arrow keys go from value to value.
 */

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export function mountTips(dashboard) {
  const tip = dashboard.querySelector("#tip");
  const show = (event) => {
    const spot = event.target.closest(".spot");
    if (!spot) return;
    const box = spot.ownerSVGElement.getBoundingClientRect();
    const scale = box.width / spot.ownerSVGElement.viewBox.baseVal.width;
    tip.textContent = spot.getAttribute("aria-label");
    tip.hidden = false;
    const half = tip.offsetWidth / 2 + 8;
    const left = box.left + Number(spot.dataset.x) * scale;
    const fits = Math.min(Math.max(left, half), document.documentElement.clientWidth - half);
    tip.style.setProperty("left", `${fits + scrollX}px`);
    tip.style.setProperty("top", `${box.top + Number(spot.dataset.y) * scale + scrollY}px`);
  };
  const hide = () => {
    tip.hidden = true;
  };
  dashboard.addEventListener("pointerover", (event) => {
    if (event.target.closest(".spot")) show(event);
    else hide();
  });
  dashboard.addEventListener("focusin", show);
  dashboard.addEventListener("focusout", hide);
  dashboard.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    const spot = event.target.closest(".spot");
    if (!spot || !STEPS[event.key]) return;
    event.preventDefault();
    goOn(spot, STEPS[event.key]);
  });
}

function goOn(spot, step) {
  const spots = [...spot.ownerSVGElement.querySelectorAll(".spot")];
  const next = spots[(spots.indexOf(spot) + step + spots.length) % spots.length];
  spot.setAttribute("tabindex", -1);
  next.setAttribute("tabindex", 0);
  next.focus();
}
