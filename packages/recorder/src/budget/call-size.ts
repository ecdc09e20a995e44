import { isFields } from "../observe.ts";

/** Without a cap on output, a call is taken to write at most so much (SPEC.md, section 9). */
const UNCAPPED_OUTPUT = 4_000;

/** What a call may use at most, before it is made. */
export interface CallSize {
  readonly model: string | undefined;
  readonly serviceTier: unknown;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** The parts of a request that are read by the model. */
const READ = [
  "messages",
  "input",
  "prompt",
  "instructions",
  "tools",
  "functions",
  "response_format",
  "text",
  "additional_messages",
];

const CAPS = ["max_completion_tokens", "max_output_tokens", "max_tokens"];

let encoder: Promise<(text: string) => number> | undefined;

/** Counts tokens as the current models do; the tables are loaded when they are first needed. */
export async function tokenCounter(): Promise<(text: string) => number> {
  encoder ??= import("gpt-tokenizer/encoding/o200k_base").then(
    ({ countTokens }) =>
      (text) =>
        countTokens(text, { disallowedSpecial: new Set() }),
  );
  return await encoder;
}

/** Reads what a request may come to: everything the model reads, counted as JSON (a little over), and its cap on output. */
export async function callSize(body: unknown): Promise<CallSize | undefined> {
  if (!isFields(body)) return undefined;
  const count = await tokenCounter();
  let inputTokens = 0;
  for (const name of READ) {
    const part = body[name];
    if (part !== undefined && part !== null)
      inputTokens += count(typeof part === "string" ? part : JSON.stringify(part));
  }
  const cap = CAPS.map((name) => body[name]).find(isCount);
  const isEmbedding = body["messages"] === undefined && body["encoding_format"] !== undefined;
  const answers = isCount(body["n"]) && body["n"] > 1 ? body["n"] : 1;
  const promptCap = body["max_prompt_tokens"];
  return {
    model: typeof body["model"] === "string" ? body["model"] : undefined,
    serviceTier: body["service_tier"],
    inputTokens: isCount(promptCap) ? Math.max(promptCap, inputTokens) : inputTokens,
    outputTokens: isEmbedding ? 0 : (cap ?? UNCAPPED_OUTPUT) * answers,
  };
}

/** A cap of -1 or 1.5 tokens is none: whoever is called refuses it, and a call never uses less than nothing. */
function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
