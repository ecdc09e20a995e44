import type { ServiceTier } from "../usage.ts";
import { withoutZeros, type SourceReading, type UsageSource } from "./usage-source.ts";
import type { UsageBody } from "./usage-body.ts";

/**
 * Anthropic messages, direct and through Bedrock's invoke.
 *
 * `input_tokens` leaves out what was read from and written to the cache: input is the sum of the three. The writes of
 * `cache_creation` by retention (5 minutes, 1 hour) are parts of `cache_creation_input_tokens`; thinking is in `output_tokens`.
 * Web fetches are free. `iterations` lists the steps: the compactions and the advisor's messages among them are billed, and are
 * not in the totals, so they are named in a note.
 */
export const anthropic: UsageSource = {
  name: "anthropic",
  fits: (body) => body.has("input_tokens"),
  read(body): SourceReading {
    const cached = body.count("cache_read_input_tokens");
    const in5m = body.count("cache_creation", "ephemeral_5m_input_tokens");
    const in1h = body.count("cache_creation", "ephemeral_1h_input_tokens");
    const writes = Math.max(body.count("cache_creation_input_tokens"), in5m + in1h);
    body.count("server_tool_use", "web_fetch_requests");
    const tier = tierOf(body.text("service_tier"));
    const region = body.text("inference_geo");
    const notes = besideTotals(body);
    return {
      usage: withoutZeros({
        inputTokens: body.count("input_tokens") + cached + writes,
        cachedInputTokens: cached,
        cacheWriteTokens: writes,
        cacheWrite5mTokens: in5m,
        cacheWrite1hTokens: in1h,
        outputTokens: body.count("output_tokens"),
        reasoningTokens: body.count("output_tokens_details", "thinking_tokens"),
        webSearches: body.count("server_tool_use", "web_search_requests"),
      }),
      ...(tier === undefined ? {} : { serviceTier: tier }),
      ...(region === undefined ? {} : { region }),
      ...(notes.length === 0 ? {} : { notes }),
    };
  },
};

/** Batch is billed apart; Anthropic's "priority" is capacity bought in advance, at the same rates. */
function tierOf(tier: string | undefined): ServiceTier | undefined {
  return tier === "batch" ? "batch" : undefined;
}

function besideTotals(body: UsageBody): string[] {
  return body.list("iterations").flatMap((step) => {
    if (step["type"] === "message" || typeof step["type"] !== "string") return [];
    const model = typeof step["model"] === "string" ? ` by ${step["model"]}` : "";
    return [`a step of type ${step["type"]}${model} is billed beside these counts and is not in them`];
  });
}
