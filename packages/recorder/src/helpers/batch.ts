import { RunrateError } from "@runrate/core";
import type OpenAI from "openai";
import { toFile } from "openai";
import { z } from "zod";
import { isFields, observe } from "../observe.ts";
import type { Recorder } from "../recorder.ts";
import type { CallTags } from "../tags.ts";

/** What the Batch API takes requests for (`BatchCreateParams` of openai 7.57). */
export const BATCH_ENDPOINTS = [
  "/v1/chat/completions",
  "/v1/responses",
  "/v1/embeddings",
  "/v1/completions",
  "/v1/moderations",
  "/v1/images/generations",
  "/v1/images/edits",
  "/v1/videos",
] as const satisfies readonly OpenAI.BatchCreateParams["endpoint"][];

export type BatchEndpoint = (typeof BATCH_ENDPOINTS)[number];

export interface BatchRequest {
  /** Unlike any other's of the batch. */
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Requests as the Batch API's input file. @throws RunrateError `bad_batch` for ids that are not unique, or streams */
export function batchInput(requests: readonly BatchRequest[], endpoint: BatchEndpoint): string {
  const ids = new Set<string>();
  return requests
    .map(({ id, body }) => {
      if (ids.has(id) || id === "") throw badBatch(`the id ${JSON.stringify(id)} is empty or stands twice`);
      if (body["stream"] === true) throw badBatch(`the request ${JSON.stringify(id)} streams, which a batch cannot`);
      ids.add(id);
      return `${JSON.stringify({ custom_id: id, method: "POST", url: endpoint, body })}\n`;
    })
    .join("");
}

function badBatch(message: string): RunrateError {
  return new RunrateError("bad_batch", message, {
    hint: "`runrate batch estimate <file>` lists what cannot be batched.",
  });
}

/** Writes the input file, uploads it and starts the batch. */
export async function submitBatch(
  client: OpenAI,
  requests: readonly BatchRequest[],
  endpoint: BatchEndpoint,
  metadata?: Readonly<Record<string, string>>,
): Promise<OpenAI.Batches.Batch> {
  const input = batchInput(requests, endpoint);
  const file = await client.files.create({ file: await toFile(Buffer.from(input), "batch.jsonl"), purpose: "batch" });
  return await client.batches.create({
    input_file_id: file.id,
    endpoint,
    completion_window: "24h",
    ...(metadata ? { metadata } : {}),
  });
}

/** One answer of a batch. */
export interface BatchAnswer {
  readonly id: string;
  readonly status: number;
  readonly body: unknown;
}

const outputLine = z.object({
  custom_id: z.string(),
  response: z.object({ status_code: z.number(), body: z.unknown() }).nullish(),
  error: z.unknown().optional(),
});

/**
 * The answers of a finished batch, and its usage for the recorder: the batch's own sum where it states one, else each answer's, at
 * the batch rate. Reading them again records nothing twice.
 *
 * @throws RunrateError `batch_not_finished`
 */
export async function batchOutput(
  client: OpenAI,
  batchId: string,
  recorder: Recorder,
  tags?: CallTags,
): Promise<readonly BatchAnswer[]> {
  const batch = await client.batches.retrieve(batchId);
  if (batch.output_file_id === undefined && batch.error_file_id === undefined) {
    throw new RunrateError("batch_not_finished", `the batch ${batchId} is ${batch.status}: it has no output`, {
      hint: "Ask again later; a batch takes up to 24 hours.",
    });
  }
  const sum = observe(batch, batch.model, Date.now());
  if (sum !== undefined) recorder.record(sum, tags);
  const answers: BatchAnswer[] = [];
  for (const file of [batch.output_file_id, batch.error_file_id]) {
    if (file === undefined) continue;
    const text = await (await client.files.content(file)).text();
    for (const line of text.split("\n")) {
      if (line.trim() === "") continue;
      const { custom_id: id, response } = outputLine.parse(JSON.parse(line));
      const body = response?.body;
      answers.push({ id, status: response?.status_code ?? 0, body });
      const seen = sum === undefined ? observe(body, undefined, batch.created_at * 1_000) : undefined;
      if (seen === undefined) continue;
      const own = isFields(body) && typeof body["id"] === "string" ? seen.id : `${batchId}:${id}`;
      recorder.record({ ...seen, id: own, serviceTier: "batch" }, tags);
    }
  }
  return answers;
}
