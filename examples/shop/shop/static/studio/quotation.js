import { onMount } from "/static/js/mounting.js";
import { QuotationForm } from "./quotation-form.js";
import { createRoot, h } from "./react.js";

onMount("#quotation", (place) => {
  const root = createRoot(place);
  root.render(h(QuotationForm, { offer: JSON.parse(place.dataset.offer) }));
  return () => root.unmount();
});
