/** The player: our own controls round a `<video>`, captions in our own type. */

import { onMount } from "../js/mounting.js";

const STEP_S = 10;
const LOUDER_BY = 0.1;

onMount("#player", (player) => {
  const film = player.querySelector("#film");
  const part = (name) => player.querySelector(`#${name}`);
  const chapters = [...document.querySelectorAll(".film-chapter")];
  const captions = film.textTracks[0];
  captions.mode = "hidden"; // we draw them: the browser's would lie under our controls

  function showTime() {
    const whole = Math.floor(film.currentTime);
    part("time").textContent = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
    part("place").value = film.currentTime;
    part("place").setAttribute("aria-valuetext", `${whole} seconds`);
    const here = chapters.findLast((chapter) => Number(chapter.dataset.start) <= whole);
    for (const chapter of chapters) {
      if (chapter === here) chapter.setAttribute("aria-current", "true");
      else chapter.removeAttribute("aria-current");
    }
  }

  function showState() {
    player.toggleAttribute("data-playing", !film.paused);
    part("play").setAttribute("aria-label", film.paused ? "Play" : "Pause");
  }

  function showCaption() {
    const isWanted = part("captions").getAttribute("aria-pressed") === "true";
    const cue = captions.activeCues?.[0];
    part("caption").textContent = isWanted && cue ? cue.text : "";
  }

  function showVolume() {
    part("volume").value = Math.round(film.volume * 100);
    part("volume").textContent = `${Math.round(film.volume * 100)} %`;
  }

  function go(seconds) {
    film.currentTime = Math.min(Math.max(0, seconds), Number(part("place").max));
    showTime();
  }

  function louder(by) {
    film.volume = Math.min(1, Math.max(0, Math.round((film.volume + by) * 10) / 10));
  }

  function toggle() {
    if (film.paused) void film.play().catch(showState); // the browser may forbid it, or be leaving
    else film.pause();
  }

  film.volume = 0.5;
  if (player.dataset.start !== "0") go(Number(player.dataset.start));
  showVolume();
  film.addEventListener("timeupdate", showTime);
  film.addEventListener("volumechange", showVolume);
  for (const change of ["play", "pause", "ended"]) film.addEventListener(change, showState);
  captions.addEventListener("cuechange", showCaption);
  film.addEventListener("click", toggle);
  part("play").addEventListener("click", toggle);
  part("back").addEventListener("click", () => go(film.currentTime - STEP_S));
  part("forward").addEventListener("click", () => go(film.currentTime + STEP_S));
  part("quieter").addEventListener("click", () => louder(-LOUDER_BY));
  part("louder").addEventListener("click", () => louder(LOUDER_BY));
  part("place").addEventListener("input", () => go(Number(part("place").value)));
  part("captions").addEventListener("click", () => {
    const wasPressed = part("captions").getAttribute("aria-pressed") === "true";
    part("captions").setAttribute("aria-pressed", String(!wasPressed));
    showCaption();
  });
  for (const chapter of chapters) {
    chapter.addEventListener("click", () => go(Number(chapter.dataset.start)));
  }
  return () => film.pause();
});
