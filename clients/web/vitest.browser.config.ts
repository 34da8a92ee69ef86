import { defineConfig } from "vitest/config";

/** The tests in a real browser against the real system; system-tests starts both and says where they are. */
export default defineConfig({
  test: {
    include: ["browser/**/*.test.ts"],
    // One after the other: they share the machine with the system that they test.
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 30_000, interval: 100 } },
    reporters: ["default", "junit"],
    outputFile: { junit: process.env.PARLEY_REPORT ?? "target/browser-reports/TEST-browser.xml" },
  },
});
