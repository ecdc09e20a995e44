import { adminKeys, workloadRule } from "@runrate/config";
import { compilePricer, RunrateError } from "@runrate/core";
import { recordPricer, syncSources, type EndpointOutcome, type SyncReport } from "@runrate/ledger";
import { configurationOf } from "../configuration.ts";
import type { CommandContext } from "../context.ts";
import { withEnvFile } from "../env-file.ts";
import { printable } from "../failure.ts";
import { withLedger } from "../ledger.ts";
import { pricesOf } from "../prices.ts";
import { pseudonymsOf } from "../pseudonyms.ts";
import { syncProgress } from "../sync-progress.ts";
import type { CommandResult } from "../terminal.ts";

interface SyncCommandOptions {
  readonly backfillDays?: string;
}

const SHOWN_REASONS = 3;

/**
 * `runrate sync`: reads the admin APIs and LiteLLM proxies that are configured, from where the last sync ended. The answer is "no" when an endpoint
 * or an entry could not be read; the others are stored.
 *
 * @throws RunrateError `no_admin_key`, `bad_argument`
 */
export async function sync(
  _args: readonly string[],
  options: SyncCommandOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const config = configurationOf(context);
  const { keys, missing } = adminKeys(config, withEnvFile(context.terminal.env, context.folder));
  if (missing.length > 0 || keys.length === 0) {
    throw new RunrateError("no_admin_key", missingText(missing), {
      hint: "An admin key of the organisation (OpenAI: sk-admin-…; Anthropic: sk-ant-admin…; LiteLLM: the master key, with LITELLM_BASE_URL), in the environment or in .env.",
    });
  }
  const days = backfillDays(options.backfillDays);
  const { catalogue, aliases } = pricesOf(context);
  using progress = syncProgress(context);
  const reports = await withLedger(context, (ledger) =>
    syncSources(
      ledger,
      keys.map((key) => (days === undefined ? key : { ...key, backfillDays: days })),
      {
        price: recordPricer(compilePricer(catalogue, aliases), aliases),
        matchWorkload: workloadRule(config.workloads),
        ...pseudonymsOf(context),
        onProgress: (source, endpoint, span) => progress.show(source, endpoint, span),
      },
    ),
  );
  return {
    text: reports.map(describe).join("\n"),
    json: { sources: reports.map(({ source, endpoints }) => ({ source, endpoints: endpoints.map(endpointJson) })) },
    isNo: reports.some(({ endpoints }) => endpoints.some(isIncomplete)),
  };
}

function isIncomplete(outcome: EndpointOutcome): boolean {
  return outcome.kind === "failed" || (outcome.kind === "read" && outcome.rejected > 0);
}

function missingText(missing: readonly string[]): string {
  if (missing.length === 0) return "none of OPENAI_ADMIN_KEY, ANTHROPIC_ADMIN_KEY and LITELLM_ADMIN_KEY is set";
  return `${missing.join(" and ")} must be set in the environment: a configured source is read with it`;
}

function backfillDays(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= 3_650) return Number(text);
  throw new RunrateError("bad_argument", `--backfill-days is "${text}", which is not a number of days from 1 to 3650`);
}

function endpointJson(outcome: EndpointOutcome) {
  const { endpoint } = outcome;
  if (outcome.kind === "not_offered") return { endpoint, status: "not_offered" };
  if (outcome.kind === "failed") {
    const { code, message, hint } = outcome.error;
    return { endpoint, status: "failed", error: { code, message, ...(hint === undefined ? {} : { hint }) } };
  }
  const { buckets, stored, unchanged, removed, unpriced, rejected, reasons } = outcome;
  const counts = { buckets, stored, unchanged, removed, unpriced, rejected };
  return { endpoint, status: "read", ...counts, ...(rejected > 0 ? { reasons: [...reasons] } : {}) };
}

function describe({ source, endpoints }: SyncReport): string {
  const lines = endpoints.flatMap((outcome): string[] => {
    if (outcome.kind === "not_offered") return [];
    if (outcome.kind === "failed") {
      const { message, hint } = outcome.error;
      return [`  ${outcome.endpoint}: ${printable(message)}${hint === undefined ? "" : ` — ${hint}`}`];
    }
    const count = (figure: number) => figure.toLocaleString("en-US");
    const facts = [
      `${count(outcome.buckets)} ${outcome.endpoint === "spend_logs" ? "pages" : "buckets"}`,
      `${count(outcome.stored)} new or changed`,
      `${count(outcome.unchanged)} unchanged`,
      ...(outcome.removed > 0 ? [`${count(outcome.removed)} replaced`] : []),
      ...(outcome.unpriced > 0 ? [`${count(outcome.unpriced)} without a price`] : []),
      ...(outcome.rejected > 0
        ? [
            `${count(outcome.rejected)} not readable (${printable([...outcome.reasons].slice(0, SHOWN_REASONS).join("; "))})`,
          ]
        : []),
    ];
    return [`  ${outcome.endpoint}: ${facts.join(", ")}`];
  });
  const absent = endpoints.filter(({ kind }) => kind === "not_offered").map(({ endpoint }) => endpoint);
  if (absent.length > 0) lines.push(`  not offered by this server: ${absent.join(", ")}`);
  return [source, ...lines].join("\n");
}
