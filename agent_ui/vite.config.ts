import react from "@vitejs/plugin-react";
import mantine from "postcss-preset-mantine";
import simpleVars from "postcss-simple-vars";
import { defineConfig } from "vite";

// Mantine's breakpoints, for `@media (min-width: $mantine-breakpoint-sm)` in CSS modules,
// where custom properties are not allowed.
const breakpoints = {
  "mantine-breakpoint-xs": "36em",
  "mantine-breakpoint-sm": "48em",
  "mantine-breakpoint-md": "62em",
  "mantine-breakpoint-lg": "75em",
  "mantine-breakpoint-xl": "88em",
};

const service = "http://localhost:8000";

/**
 * Two applications from one package: `--mode console` is what agents sign in to; `--mode player`
 * is the page inside the replay frame, served from an origin of its own. They are built apart so
 * that no byte of the console is ever served on the replay origin.
 */
export default defineConfig(({ mode }) => {
  const application = mode === "player" ? "player" : "console";
  return {
    base: `/${application}/`,
    plugins: [react()],
    css: { postcss: { plugins: [mantine(), simpleVars({ variables: breakpoints })] } },
    build: {
      target: "es2022",
      outDir: `../cobrowse/static/${application}`,
      emptyOutDir: true,
      // Our Content-Security-Policy allows no data: fonts or scripts, so nothing is inlined.
      assetsInlineLimit: 0,
      license: { fileName: "licenses.md" },
      // React, Mantine and the router change rarely: a file of their own stays in the cache.
      chunkSizeWarningLimit: 800,
      rolldownOptions: {
        input: application === "player" ? "player.html" : "index.html",
        output: { codeSplitting: { groups: [{ name: "libraries", test: /node_modules/ }] } },
      },
    },
    server: {
      port: 5173,
      strictPort: true,
      proxy: {
        // The service checks the exact Origin; behind this proxy that is its own.
        "/api": { target: service, headers: { origin: service } },
        "/console/socket": { target: service, ws: true, rewriteWsOrigin: true },
      },
    },
  };
});
