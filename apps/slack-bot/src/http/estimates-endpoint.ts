import type { IncomingMessage, ServerResponse } from "node:http";
import type { BillReport } from "@runrate/bill";
import { markMerged, saveEstimate, type EstimateBody, type LedgerStore } from "@runrate/ledger";
import { z } from "zod";
import type { Access } from "./access.ts";
import { guarded } from "./guarded.ts";
import type { Intake } from "./intake.ts";
import { readBody } from "./read-body.ts";
import { isRefusal, replyJson, type Refusal } from "./reply.ts";

const sha = z
  .string()
  .regex(/^[0-9a-f]{7,64}$/i, "must be a commit's hash")
  .toLowerCase();
const pullRequest = {
  repository: z.string().regex(/^[A-Za-z0-9][\w.-]{0,99}\/[\w.-]{1,100}$/, 'must be "owner/name"'),
  number: z.int().positive().max(1_000_000_000),
};

const merged = z.object({
  ...pullRequest,
  merged_at: z.iso.datetime({ offset: true }),
  merge_commit: sha.nullish(),
});

const estimated = z.object({
  ...pullRequest,
  merged_at: z.iso.datetime({ offset: true }).nullish(),
  merge_commit: sha.nullish(),
  head: sha,
  title: z.string().max(500).optional(),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
  report: z.unknown(),
});

type Merged = z.infer<typeof merged>;
type Estimated = z.infer<typeof estimated> & { readonly report: BillReport };

/**
 * `POST /v1/estimates`: what a pull request was estimated to cost (`{"repository", "number", "head", "title"?, "url"?, "report"}`
 * with the report of `runrate diff --json`), and after the merge `{"repository", "number", "merged_at", "merge_commit"?}`; one body
 * may say both. Posting the same again changes nothing; a merge that comes before its estimate waits for it. Needs a token with the
 * scope `estimates`.
 */
export function estimatesEndpoint(settings: {
  readonly ledger: LedgerStore;
  readonly access: Access;
  readonly intake: Intake;
  readonly onError: (error: unknown) => void;
}) {
  const { ledger, access, intake, onError } = settings;
  return guarded("POST", onError, async (request: IncomingMessage, response: ServerResponse) => {
    const grant = await access(request, "estimates");
    if (isRefusal(grant)) return grant;
    return await intake.admit(request, async (): Promise<Refusal | undefined> => {
      const body = await readBody(request, intake.limits.bodyBytes);
      if (isRefusal(body)) return body;
      const read = await readPosted(body.bytes);
      if (isRefusal(read)) return read;
      const saved = "report" in read ? await saveEstimate(ledger, read, bodyOf(read)) : undefined;
      if (read.merged_at == null) {
        replyJson(response, 200, { status: saved });
        return undefined;
      }
      const merge = {
        at: Date.parse(read.merged_at),
        ...(read.merge_commit ? { commit: read.merge_commit } : {}),
      };
      const isEstimated = await markMerged(ledger, read, merge);
      replyJson(response, isEstimated ? 200 : 202, { status: isEstimated ? "merged" : "waiting" });
      return undefined;
    });
  });
}

async function readPosted(bytes: Buffer): Promise<Merged | Estimated | Refusal> {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString("utf8"));
  } catch {
    return { status: 400, code: "not_json", message: "the body is not JSON" };
  }
  if (typeof json === "object" && json !== null && !("report" in json) && "merged_at" in json) {
    const parsed = merged.safeParse(json);
    return parsed.success ? parsed.data : refused(parsed.error);
  }
  const parsed = estimated.safeParse(json);
  if (!parsed.success) return refused(parsed.error);
  // Loaded with the first estimate: the bot does without call sites until then.
  const { billReportSchema } = await import("@runrate/bill");
  const report = billReportSchema.safeParse(parsed.data.report);
  return report.success ? { ...parsed.data, report: report.data } : refused(report.error, "report.");
}

function refused({ issues: [issue] }: z.ZodError, prefix = ""): Refusal {
  const message = `${prefix}${issue?.path.join(".") || "the body"}: ${issue?.message ?? "not valid"}`;
  return { status: 400, code: "bad_estimate", message: message.slice(0, 300), hint: "docs/sources.md shows the body." };
}

function bodyOf({ head, title, url, report }: Estimated): EstimateBody {
  const { monthly_usd: likely, monthly_range_usd: range } = report.totals;
  const unique = (names: readonly (string | null | undefined)[]) =>
    [...new Set(names.filter((one): one is string => typeof one === "string" && one !== ""))].slice(0, 200);
  return {
    head,
    ...(title === undefined ? {} : { title }),
    ...(url === undefined ? {} : { url }),
    monthly:
      likely === null
        ? null
        : {
            likely: { before: likely.before, after: likely.after },
            ...(range === null ? {} : { low: range.low, high: range.high }),
          },
    workloads: unique(report.changes.map(({ workload }) => workload)),
    models: unique(report.changes.flatMap(({ before, after }) => [before?.model, after?.model])),
  };
}
