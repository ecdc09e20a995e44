import { RunrateError, type UsageProfile, type UsageProfileRow } from "@runrate/core";
import { z } from "zod";
import { fetchText } from "./fetch-text.ts";

const DAY_S = 86_400;
const DAYS = 30;
const count = z.number().nonnegative().nullish();
const pageSchema = z.object({
  data: z.array(
    z.object({
      results: z.array(
        z.object({
          input_tokens: count,
          output_tokens: count,
          input_cached_tokens: count,
          num_model_requests: count,
          model: z.string().nullish(),
          project_id: z.string().nullish(),
        }),
      ),
    }),
  ),
  has_more: z.boolean().nullish(),
  next_page: z.string().nullish(),
});
const MOST_PAGES = 100;

/**
 * The last 30 whole days of OpenAI's usage API (completions), by model and project. Sums have no percentiles: the mean stands
 * for them.
 *
 * @param baseUrl "https://api.openai.com/v1"
 */
export async function openAiProfile(key: string, baseUrl: string, now: number): Promise<UsageProfile> {
  const to = Math.floor(now / 1_000 / DAY_S) * DAY_S;
  const from = to - DAYS * DAY_S;
  const sums = new Map<string, { calls: number; input: number; output: number; cached: number }>();
  let page: string | null = null;
  for (let read = 0; read < MOST_PAGES; read += 1) {
    const url = new URL(`${baseUrl.replace(/\/+$/, "")}/organization/usage/completions`);
    for (const [name, value] of Object.entries({ start_time: from, end_time: to, bucket_width: "1d", limit: 31 }))
      url.searchParams.set(name, String(value));
    for (const group of ["model", "project_id"]) url.searchParams.append("group_by", group);
    if (page !== null) url.searchParams.set("page", page);
    const parsed = pageSchema.safeParse(parseJson(await fetchText(url.href, key, "OpenAI's usage")));
    if (!parsed.success) throw unreadable(parsed.error.issues[0]?.message ?? "");
    for (const { results } of parsed.data.data) {
      for (const result of results) {
        if (!result.model) continue;
        const name = JSON.stringify([result.model, result.project_id ?? null]);
        const sum = sums.get(name) ?? { calls: 0, input: 0, output: 0, cached: 0 };
        sum.calls += result.num_model_requests ?? 0;
        sum.input += result.input_tokens ?? 0;
        sum.output += result.output_tokens ?? 0;
        sum.cached += result.input_cached_tokens ?? 0;
        sums.set(name, sum);
      }
    }
    page = parsed.data.has_more === true ? (parsed.data.next_page ?? null) : null;
    if (page === null) break;
  }
  return {
    format: "runrate-usage",
    version: 1,
    from: new Date(from * 1_000).toISOString(),
    to: new Date(to * 1_000).toISOString(),
    days: DAYS,
    rows: [...sums].flatMap(([name, sum]) => row(name, sum)),
  };
}

function row(
  name: string,
  { calls, input, output, cached }: { calls: number; input: number; output: number; cached: number },
): UsageProfileRow[] {
  if (calls === 0) return [];
  const [model, project] = z.tuple([z.string(), z.string().nullable()]).parse(JSON.parse(name));
  const size = (tokens: number) => ({ mean: Math.round((tokens / calls) * 10) / 10, p95: Math.round(tokens / calls) });
  return [
    {
      provider: "openai",
      model,
      project,
      workload: null,
      calls,
      input_tokens: size(input),
      output_tokens: size(output),
      cached_basis_points: input === 0 ? 0 : Math.min(10_000, Math.floor((cached * 10_000) / input)),
      usd: null,
    },
  ];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable("it is not JSON");
  }
}

function unreadable(why: string): RunrateError {
  return new RunrateError("bad_usage_file", `OpenAI's usage API answered something else than a page: ${why}`, {
    hint: "Check OPENAI_BASE_URL.",
  });
}
