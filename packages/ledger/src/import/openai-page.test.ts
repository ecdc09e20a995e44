import { expect, test } from "vitest";
import { openAiUsageRecord } from "./openai-page.ts";

const BUCKET = { start_time: 1_795_478_400, end_time: 1_795_482_000, results: [] };

function recordOf(kind: string, counts: Readonly<Record<string, unknown>>) {
  return openAiUsageRecord(BUCKET, { object: `organization.usage.${kind}.result`, ...counts }, { source: "test" });
}

test.each([
  ["images", { images: 12, num_model_requests: 4, model: "gpt-image-1" }, "12 images"],
  ["audio_speeches", { characters: 5_000, num_model_requests: 2, model: "tts-1" }, "5000 characters"],
  ["audio_transcriptions", { seconds: 0, num_model_requests: 2, model: "whisper-1" }, "no seconds"],
  ["audio_transcriptions", { num_model_requests: 2, model: "whisper-1" }, "no seconds"],
  ["completions", { num_model_requests: 2, model: "gpt-4o" }, "no tokens"],
  ["code_interpreter_sessions", {}, "no sessions"],
  ["web_searches", { model: "gpt-4o" }, "no requests"],
  ["file_searches", {}, "no requests"],
  ["vector_stores", {}, "no bytes"],
])(
  "usage of %s in a unit that the page does not count is kept without a price, never as $0",
  (kind, counts, reason) => {
    expect(recordOf(kind, counts)).toMatchObject({ kind: "record", unpriced: expect.stringContaining(reason) });
  },
);

test.each([
  ["audio_transcriptions", { seconds: 600, num_model_requests: 2, model: "whisper-1" }, { audioSeconds: 600 }],
  ["web_searches", { num_requests: 3, model: "gpt-4o" }, { webSearches: 3 }],
  ["vector_stores", { usage_bytes: 1_073_741_824 * 25 }, { storageGbDays: "1" }],
  ["vector_stores", { usage_bytes: 1_073_741_824 }, { storageGbDays: "0" }],
  ["completions", { input_tokens: 5, output_tokens: 0, num_model_requests: 1, model: "gpt-4o" }, { inputTokens: 5 }],
])("usage of %s in a unit that has a price keeps its counts", (kind, counts, usage) => {
  const outcome = recordOf(kind, counts);
  expect(outcome).toMatchObject({ kind: "record", record: { usage } });
  expect(outcome).not.toHaveProperty("unpriced");
});

test("the free gigabyte is the organisation's: projects share it by what they store", () => {
  const stored = (gigabytes: number, project: string) => ({
    object: "organization.usage.vector_stores.result",
    usage_bytes: gigabytes * 1_073_741_824,
    project_id: project,
  });
  const results = [stored(30, "a"), stored(10, "b"), stored(0, "c")];
  const day = { ...BUCKET, end_time: BUCKET.start_time + 86_400, results };
  const days = results.map((result) => {
    const outcome = openAiUsageRecord(day, result, { source: "test" });
    return outcome.kind === "record" ? outcome.record.usage.storageGbDays : outcome.reason;
  });
  // 40 GB, of which 39 are billed: three quarters and a quarter of them.
  expect(days).toEqual(["29.25", "9.75", "0"]);
});
