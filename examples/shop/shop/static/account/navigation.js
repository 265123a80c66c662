/** On a narrow screen the way round the account is one long line: show where we are in it. */

import { onMount } from "../js/mounting.js";

onMount(".account-navigation", (navigation) => {
  const here = navigation.querySelector("[aria-current]");
  navigation.scrollLeft = here.offsetLeft - (navigation.clientWidth - here.offsetWidth) / 2;
});
