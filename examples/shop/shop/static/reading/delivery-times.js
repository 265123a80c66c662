/** The table in the frame on the help page: one country or all of them. */

const choice = document.querySelector("#frame-country");
choice.addEventListener("change", () => {
  for (const row of document.querySelectorAll("tbody tr")) {
    row.hidden = choice.value !== "" && row.cells[0].textContent !== choice.value;
  }
});
