import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts"],
    restoreMocks: true,
    unstubGlobals: true,
    // A bound for what hangs; a machine that is busy with other things is no failure.
    testTimeout: 30_000,
  },
});
