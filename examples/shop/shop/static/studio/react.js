/** React as its package builds it for browsers: it puts itself into the global object. */

import "/vendor/react.js";
import "/vendor/react-dom.js";

export const { createElement: h, useEffect, useId, useRef, useState } = globalThis.React;
export const { createRoot, flushSync } = globalThis.ReactDOM;
