import { describe, expect, it } from "vitest";
import { readProviderUsage } from "./read-provider-usage.ts";

function counts(json: unknown): unknown {
  const read = readProviderUsage(json);
  return read.kind === "usage" ? { form: read.form, ...read.usage } : read.code;
}

describe("each provider's counts are read for what they include", () => {
  it("OpenAI chat: cached, audio and reasoning are within the totals", () => {
    const usage = {
      prompt_tokens: 100,
      completion_tokens: 50,
      total_tokens: 150,
      prompt_tokens_details: { cached_tokens: 40, audio_tokens: 10 },
      completion_tokens_details: {
        reasoning_tokens: 20,
        audio_tokens: 5,
        accepted_prediction_tokens: 3,
        rejected_prediction_tokens: 2,
      },
    };
    expect(counts(usage)).toEqual({
      form: "openai-chat",
      inputTokens: 100,
      cachedInputTokens: 40,
      inputAudioTokens: 10,
      outputTokens: 50,
      reasoningTokens: 20,
      outputAudioTokens: 5,
    });
  });

  it("OpenAI Responses: cache writes by retention are within the input", () => {
    const usage = {
      input_tokens: 100,
      output_tokens: 5,
      total_tokens: 105,
      input_tokens_details: {
        cached_tokens: 10,
        cache_write_tokens: 60,
        cache_write_tokens_details: { ttl_30m_tokens: 40, ttl_12h_tokens: 20 },
      },
      output_tokens_details: { reasoning_tokens: 0 },
    };
    expect(counts(usage)).toEqual({
      form: "openai-responses",
      inputTokens: 100,
      cachedInputTokens: 10,
      cacheWriteTokens: 60,
      cacheWrite30mTokens: 40,
      cacheWrite12hTokens: 20,
      outputTokens: 5,
    });
  });

  it("OpenAI Assistants run: details in the singular", () => {
    const usage = {
      prompt_tokens: 100,
      completion_tokens: 5,
      total_tokens: 105,
      prompt_token_details: { cached_tokens: 30 },
    };
    expect(counts(usage)).toEqual({
      form: "openai-assistants",
      inputTokens: 100,
      cachedInputTokens: 30,
      outputTokens: 5,
    });
  });

  it("OpenAI realtime: the cached part by modality", () => {
    const usage = {
      total_tokens: 150,
      input_tokens: 100,
      output_tokens: 50,
      input_token_details: {
        text_tokens: 40,
        audio_tokens: 60,
        cached_tokens: 30,
        cached_tokens_details: { text_tokens: 10, audio_tokens: 20 },
      },
      output_token_details: { text_tokens: 20, audio_tokens: 30 },
    };
    expect(counts(usage)).toEqual({
      form: "openai-responses",
      inputTokens: 100,
      cachedInputTokens: 30,
      inputAudioTokens: 60,
      cachedAudioTokens: 20,
      outputTokens: 50,
      outputAudioTokens: 30,
    });
    expect(counts({ type: "duration", seconds: 42 })).toMatchObject({ audioSeconds: 42 });
  });

  it("Anthropic: input leaves the cache out, so input is the sum", () => {
    const usage = {
      input_tokens: 4,
      cache_read_input_tokens: 14_714,
      cache_creation_input_tokens: 379,
      output_tokens: 290,
      service_tier: "batch",
      inference_geo: "us",
      cache_creation: { ephemeral_5m_input_tokens: 300, ephemeral_1h_input_tokens: 79 },
      server_tool_use: { web_search_requests: 2, web_fetch_requests: 9 },
    };
    expect(counts(usage)).toEqual({
      // 4 + 14,714 + 379
      form: "anthropic",
      inputTokens: 15_097,
      cachedInputTokens: 14_714,
      cacheWriteTokens: 379,
      cacheWrite5mTokens: 300,
      cacheWrite1hTokens: 79,
      outputTokens: 290,
      webSearches: 2,
    });
    expect(readProviderUsage(usage)).toMatchObject({ serviceTier: "batch", region: "us" });
  });

  it("Anthropic: a step that is billed beside the totals is named", () => {
    const usage = {
      input_tokens: 5,
      output_tokens: 5,
      iterations: [
        { type: "message", input_tokens: 5 },
        { type: "compaction", input_tokens: 9_000 },
      ],
    };
    const read = readProviderUsage(usage);
    expect(read.kind === "usage" && read.notes).toEqual([expect.stringContaining("compaction")]);
  });

  it("Google: tool prompts are input, thoughts are output", () => {
    const usage = {
      promptTokenCount: 249,
      toolUsePromptTokenCount: 319,
      candidatesTokenCount: 240,
      thoughtsTokenCount: 301,
      totalTokenCount: 1_109,
      promptTokensDetails: [
        { modality: "TEXT", tokenCount: 200 },
        { modality: "AUDIO", tokenCount: 49 },
      ],
      trafficType: "ON_DEMAND_FLEX",
    };
    // 249 + 319; 240 + 301
    expect(counts(usage)).toEqual({
      form: "google",
      inputTokens: 568,
      inputAudioTokens: 49,
      outputTokens: 541,
      reasoningTokens: 301,
    });
    expect(readProviderUsage(usage)).toMatchObject({ serviceTier: "flex" });
  });

  it("Bedrock: one number under two names is counted once", () => {
    const usage = {
      inputTokens: 10,
      outputTokens: 5,
      totalTokens: 25,
      cacheReadInputTokens: 8,
      cacheReadInputTokenCount: 8,
      cacheWriteInputTokens: 2,
      cacheWriteInputTokenCount: 2,
    };
    expect(counts(usage)).toEqual({
      form: "bedrock",
      inputTokens: 20,
      cachedInputTokens: 8,
      cacheWriteTokens: 2,
      outputTokens: 5,
    });
  });

  it("Cohere: what is billed, not what the model saw; embeddings: the total", () => {
    expect(
      counts({
        billed_units: { input_tokens: 13, output_tokens: 61 },
        tokens: { input_tokens: 542, output_tokens: 63 },
      }),
    ).toMatchObject({ inputTokens: 13, outputTokens: 61 });
    expect(counts({ total_tokens: 7 })).toEqual({ form: "total-only", inputTokens: 7, outputTokens: 0 });
  });
});

describe("a stream's events", () => {
  it("are one usage: later values replace earlier ones, what they leave out stays", () => {
    const events = [
      {
        event: "message_start",
        usage: { input_tokens: 92, cache_read_input_tokens: 10, output_tokens: 1, service_tier: "standard" },
      },
      { event: "message_delta", usage: { output_tokens: 189, cache_read_input_tokens: null } },
    ];
    expect(counts(events)).toMatchObject({ inputTokens: 102, cachedInputTokens: 10, outputTokens: 189 });
  });
});

describe("what cannot be read", () => {
  it("an unknown key passes, unless it may be billed", () => {
    expect(counts({ prompt_tokens: 1, completion_tokens: 1, queue_time: 0.3, vendor: { flag: true } })).toMatchObject({
      inputTokens: 1,
    });
    expect(counts({ prompt_tokens: 1, completion_tokens: 1, hologram_tokens: 0 })).toMatchObject({ inputTokens: 1 });
    expect(counts({ prompt_tokens: 1, completion_tokens: 1, hologram_tokens: 7 })).toBe("unknown_count");
    expect(counts({ input_tokens: 1, output_tokens: 1, server_tool_use: { teleport_requests: 1 } })).toBe(
      "unknown_count",
    );
  });

  it.each([
    [null, "bad_usage"],
    [5, "bad_usage"],
    [{}, "bad_usage"],
    [[], "bad_usage"],
    [{ tokens: 5 }, "bad_usage"],
    [{ prompt_tokens: -1, completion_tokens: 0 }, "negative_count"],
    [{ prompt_tokens: 1.5, completion_tokens: 0 }, "fractional_count"],
    [{ prompt_tokens: 1, completion_tokens: "2" }, "not_a_number"],
    [{ prompt_tokens: 1, completion_tokens: 0, prompt_tokens_details: { cached_tokens: 2 } }, "cached_above_input"],
    [{ prompt_tokens: 2 ** 53, completion_tokens: 0 }, "count_too_large"],
  ])("%j is %s", (usage, expected) => {
    expect(counts(usage)).toBe(expected);
  });

  it("what is nested without end is refused, and events without end are merged in one pass", () => {
    const nested = (levels: number): unknown => JSON.parse(`${'{"message":'.repeat(levels)}1${"}".repeat(levels)}`);
    const usage = { prompt_tokens: 1, completion_tokens: 2, vendor: nested(20_000) };
    expect([counts(usage), counts([usage, usage]), counts([nested(20_000)])]).toEqual(Array(3).fill("bad_usage"));
    const events = Array.from({ length: 10_000 }, (_, index) => ({
      usage: { [`k${index}`]: 1, prompt_tokens: index },
    }));
    expect(counts(events)).toMatchObject({ inputTokens: 9_999 });
  });
});
