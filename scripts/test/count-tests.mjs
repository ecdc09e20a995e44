/**
 * @typedef {{ passed: number, failed: number, skipped: number, problems: string[] }} Counts
 * @typedef {{ name: string, status: string, message?: string, assertionResults: Array<{ status: string }> }} FileResult
 */

/**
 * Counts the tests of a vitest JSON report. A file that could not be loaded holds no tests, and a run can fail outside
 * of all of them: both count as one failure, so that "0 failed" is never said of a run that failed.
 * @param {{ testResults: FileResult[] } | null} report null when vitest wrote none
 * @param {number} exitCode vitest's own
 * @returns {Counts}
 */
export function countTests(report, exitCode) {
  const counts = { passed: 0, failed: 0, skipped: 0, problems: /** @type {string[]} */ ([]) };
  for (const file of report?.testResults ?? []) {
    const failedBefore = counts.failed;
    for (const { status } of file.assertionResults) {
      if (status === "passed") counts.passed++;
      else if (status === "failed") counts.failed++;
      else counts.skipped++;
    }
    if (file.status === "failed" && counts.failed === failedBefore) {
      counts.failed++;
      counts.problems.push(`${file.name} could not be run: ${file.message ?? "no reason given"}`);
    }
  }
  if (report === null) counts.problems.push("vitest left no report");
  if (exitCode !== 0 && counts.failed === 0) {
    counts.failed = 1;
    counts.problems.push(`vitest ended with exit code ${exitCode} although no test failed: see its output above`);
  }
  return counts;
}

/**
 * @param {Counts} counts
 * @returns {string} such as "412 passed, 0 failed, 3 skipped"
 */
export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
