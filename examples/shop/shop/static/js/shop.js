/** Starts what the page at hand needs, and again after a client-side route has changed it. */

import { mountCart } from "./cart.js";
import { mountCheckout } from "./checkout.js";
import { tellWhoIsHere } from "./customer.js";
import { mountListing } from "./listing.js";
import { mountProduct } from "./product.js";
import { startRouting } from "./routes.js";
import "./star-rating.js";

function mount() {
  mountListing();
  mountProduct();
  mountCart();
  mountCheckout();
}

tellWhoIsHere();
startRouting(mount);
mount();
