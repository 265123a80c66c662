/** How far one has read, and in which chapter. */

import { onMount } from "../js/mounting.js";

onMount("#longread", (longread) => {
  const progress = longread.querySelector("#read-progress");
  const left = longread.querySelector("#minutes-left");
  const text = longread.querySelector(".chapters");
  const links = new Map(
    [...longread.querySelectorAll("[data-chapter]")].map((link) => [link.dataset.chapter, link]),
  );
  const minutes = Number(left.dataset.minutes);
  let drawing = 0;

  function draw() {
    drawing = 0;
    const { top, height } = text.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (innerHeight - top) / height));
    const percent = top > innerHeight ? 0 : Math.round(share * 100);
    if (progress.value === percent) return; // whole percents: a scroll is not a hundred changes
    progress.value = percent;
    const rest = Math.ceil(minutes * (1 - share));
    left.textContent = rest > 0 ? `${rest} min left` : "Thank you for reading.";
  }

  function scrolled() {
    drawing ||= requestAnimationFrame(draw);
  }

  const watching = new IntersectionObserver(
    (changes) => {
      for (const { target, isIntersecting } of changes) {
        if (!isIntersecting) continue;
        for (const link of links.values()) link.removeAttribute("aria-current");
        links.get(target.id).setAttribute("aria-current", "true");
      }
    },
    { rootMargin: "-30% 0px -69% 0px" }, // the chapter that crosses a line a third down
  );
  for (const chapter of text.querySelectorAll(".chapter")) watching.observe(chapter);
  addEventListener("scroll", scrolled, { passive: true });
  addEventListener("resize", scrolled);
  draw();
  return () => {
    watching.disconnect();
    cancelAnimationFrame(drawing);
    removeEventListener("scroll", scrolled);
    removeEventListener("resize", scrolled);
  };
});
