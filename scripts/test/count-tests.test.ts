import { describe, expect, test } from "vitest";
import { countTests, summaryLine } from "./count-tests.mjs";

const file = (status: string, ...tests: string[]) => ({
  name: "a.test.ts",
  status,
  message: "boom",
  assertionResults: tests.map((one) => ({ status: one })),
});

describe("the line that counts the tests", () => {
  test("adds up all files", () => {
    const report = { testResults: [file("passed", "passed", "passed"), file("failed", "passed", "failed")] };
    expect(summaryLine(countTests(report, 1))).toBe("3 passed, 1 failed");
  });

  test("names skipped ones only where there are some", () => {
    expect(summaryLine(countTests({ testResults: [file("passed", "passed", "pending", "todo")] }, 0))).toBe(
      "1 passed, 0 failed, 2 skipped",
    );
  });

  test("counts a file that could not be loaded as a failure, with its reason", () => {
    const counts = countTests({ testResults: [file("failed"), file("passed", "passed")] }, 1);
    expect(summaryLine(counts)).toBe("1 passed, 1 failed");
    expect(counts.problems).toEqual(["a.test.ts could not be run: boom"]);
  });

  test("never says that nothing failed of a run that failed", () => {
    expect(summaryLine(countTests({ testResults: [file("passed", "passed")] }, 1))).toBe("1 passed, 1 failed");
    expect(summaryLine(countTests(null, 137))).toBe("0 passed, 1 failed");
  });
});
