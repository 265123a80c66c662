/** What the fault `analytics` does: somebody else's script is asked for and cannot be had. */

import { fault } from "./fault.js";

if (fault === "analytics") {
  const script = document.createElement("script");
  script.async = true;
  script.src = "https://metrics.solvane.test/collect.js"; // .test is never anybody's (RFC 6761)
  document.head.append(script);
}
