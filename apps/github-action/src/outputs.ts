import type { BillReport } from "@runrate/bill";

/** All outputs, by name; empty where there is nothing to say. */
export const OUTPUT_NAMES = [
  "verdict",
  "policy",
  "monthly-delta",
  "monthly-before",
  "monthly-after",
  "per-1k-delta",
  "changes",
  "report-json",
  "comment-body",
  "result-file",
] as const;

export type Outputs = Readonly<Record<(typeof OUTPUT_NAMES)[number], string>>;

/** GitHub takes 1 MB of outputs a job. */
const LONGEST_JSON = 400_000;
const SHORTER = [200, 50, 10, 0];

export function outputsOf(report: BillReport, commentBody: string, resultFile: string): Outputs {
  const { totals, verdict } = report;
  return {
    verdict: verdict.direction,
    policy: verdict.policy,
    "monthly-delta": totals.monthly_usd?.delta ?? "",
    "monthly-before": totals.monthly_usd?.before ?? "",
    "monthly-after": totals.monthly_usd?.after ?? "",
    "per-1k-delta": totals.per_1k_calls_usd?.delta ?? "",
    changes: String(totals.changes),
    "report-json": shortJson(report),
    "comment-body": commentBody,
    "result-file": resultFile,
  };
}

/** What is said when it could not be told: neither "no change" nor "pass". */
export function unknownOutputs(commentBody: string): Outputs {
  return {
    verdict: "unknown",
    policy: "warn",
    "monthly-delta": "",
    "monthly-before": "",
    "monthly-after": "",
    "per-1k-delta": "",
    changes: "",
    "report-json": "",
    "comment-body": commentBody,
    "result-file": "",
  };
}

/** The report, without its longest lists where it would not fit; the stored result has them all. */
function shortJson(report: BillReport): string {
  let json = JSON.stringify(report);
  for (const most of SHORTER) {
    if (Buffer.byteLength(json) <= LONGEST_JSON) break;
    const changes = report.changes.slice(0, most).map((change) => ({ ...change, assumptions: [] }));
    const [dismissed, ending] = [report.dismissed.slice(0, most), report.ending.slice(0, most)];
    const cheaper = report.cheaper.slice(0, Math.min(most, 50));
    json = JSON.stringify({ ...report, changes, dismissed, ending, cheaper, unresolved: [], notes: [] });
  }
  return json;
}
