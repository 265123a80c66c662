/** What every page needs. Each part below comes to life where its element is (`mounting.js`). */

import "./analytics.js";
import "./cart.js";
import "./checkout.js";
import { tellWhoIsHere } from "./customer.js";
import "./listing.js";
import "./payment.js";
import "./product.js";
import { startRouting } from "./routes.js";
import "./star-rating.js";

tellWhoIsHere();
startRouting();
