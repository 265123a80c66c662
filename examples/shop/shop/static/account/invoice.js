import "./copy.js";
import "./download.js";
import { onMount } from "../js/mounting.js";

onMount("[data-print]", (button) => button.addEventListener("click", () => window.print()));
