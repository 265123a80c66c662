/** Buttons with `data-copy="ID"` copy the text of that element. */

import { onMount } from "../js/mounting.js";
import { toast } from "../js/toast.js";

onMount("[data-copy]", (button) => {
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.innerText.trim());
      toast("Copied.");
    } catch {
      // no clipboard without a secure connection or without leave: the last step is the person's
      document.getSelection().selectAllChildren(source);
      toast("Selected. Press Ctrl and C to copy.");
    }
  });
});
