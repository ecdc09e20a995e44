import { randomUUID } from "node:crypto";
import type { Seen } from "./observation.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Earlier instants are a clock that was never set. */
const EARLIEST_SECONDS = Date.UTC(2020, 0, 1) / 1_000;

/** Runs that go on have no final usage yet. */
const ENDED: ReadonlySet<unknown> = new Set(["completed", "failed", "cancelled", "expired", "incomplete"]);

/**
 * Reads what a call used from its parsed answer: chat and text completions, Responses, embeddings, runs of threads, finished
 * batches, images and audio; anything that states usage beside a model. Undefined: it used nothing, or does not say so yet.
 *
 * @param requestModel the model that was asked for, where the answer names none
 */
export function observe(answer: unknown, requestModel: unknown, now: number): Seen | undefined {
  if (!isFields(answer)) return undefined;
  const { usage } = answer;
  if (!isFields(usage)) return undefined;
  const model = typeof answer["model"] === "string" && answer["model"] !== "" ? answer["model"] : requestModel;
  if (typeof model !== "string" || model === "") return undefined;
  const kind = answer["object"];
  if ((kind === "response" || kind === "thread.run" || kind === "batch") && !ENDED.has(answer["status"])) {
    // A background response or a run: its usage is final when it has ended, and it is polled until then.
    if (answer["status"] !== undefined) return undefined;
  }
  const id = typeof answer["id"] === "string" && answer["id"] !== "" ? answer["id"] : undefined;
  const isBatch = kind === "batch";
  const seen: Seen = {
    id: id ?? `recorder_${randomUUID()}`,
    at: instantOf(answer, now),
    model,
    serviceTier: isBatch ? "batch" : tierOf(answer["service_tier"]),
    usage,
    requests: isBatch ? completedOf(answer["request_counts"]) : 1,
    responseId: isBatch ? undefined : id,
    conversation: conversationOf(answer),
    webSearches: 0,
    fileSearches: 0,
    codeSessions: 0,
  };
  const { output } = answer;
  return Array.isArray(output) ? { ...seen, ...toolCalls(output) } : seen;
}

/** The id of a run or background response that has not ended. */
export function pendingId(answer: unknown): string | undefined {
  if (!isFields(answer) || (answer["object"] !== "response" && answer["object"] !== "thread.run")) return undefined;
  const { id, status } = answer;
  return typeof id === "string" && status !== undefined && !ENDED.has(status) ? id : undefined;
}

function instantOf(answer: Fields, now: number): number {
  const seconds = answer["completed_at"] ?? answer["created_at"] ?? answer["created"];
  return typeof seconds === "number" && seconds > EARLIEST_SECONDS ? Math.floor(seconds * 1_000) : now;
}

function tierOf(tier: unknown): string | undefined {
  return typeof tier === "string" && tier !== "" ? tier : undefined;
}

function completedOf(counts: unknown): number {
  const completed = isFields(counts) ? counts["completed"] : undefined;
  return typeof completed === "number" && completed > 0 ? completed : 1;
}

function conversationOf(answer: Fields): string | undefined {
  const { conversation, thread_id: thread } = answer;
  if (typeof thread === "string") return thread;
  if (typeof conversation === "string") return conversation;
  const id = isFields(conversation) ? conversation["id"] : undefined;
  return typeof id === "string" ? id : undefined;
}

/** Tools that cost per call; a container is billed once, however often code runs in it. */
function toolCalls(output: readonly unknown[]): Pick<Seen, "webSearches" | "fileSearches" | "codeSessions"> {
  let webSearches = 0;
  let fileSearches = 0;
  let containers: Set<unknown> | undefined;
  for (const item of output) {
    if (!isFields(item)) continue;
    const kind = item["type"];
    if (kind === "web_search_call") webSearches += 1;
    else if (kind === "file_search_call") fileSearches += 1;
    else if (kind === "code_interpreter_call") (containers ??= new Set()).add(item["container_id"] ?? item["id"]);
  }
  return { webSearches, fileSearches, codeSessions: containers?.size ?? 0 };
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
