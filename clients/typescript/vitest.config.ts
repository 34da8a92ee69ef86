import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    // The build counts tests by these reports, wherever they come from.
    reporters: ["default", "junit"],
    outputFile: { junit: "target/surefire-reports/TEST-typescript-client.xml" },
  },
});
