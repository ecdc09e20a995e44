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

/**
 * Reads what a request may come to: everything the model reads, counted as JSON (a little over), and its cap on output.
 *
 * @param path where it goes to: embeddings write nothing
 */
export async function callSize(body: unknown, path = ""): Promise<CallSize | undefined> {
  if (!isFields(body)) return undefined;
  const model = typeof body["model"] === "string" ? body["model"] : undefined;
  const count = await tokenCounter();
  let inputTokens = 0;
  for (const name of READ) {
    const part = body[name];
    if (part === undefined || part === null) continue;
    const media = new Media();
    inputTokens += countPart(part, count, media) + media.found * mediaTokens(model);
  }
  const cap = CAPS.map((name) => body[name]).find(isCount);
  const isEmbedding =
    path.endsWith("/embeddings") || (body["messages"] === undefined && body["encoding_format"] !== undefined);
  const answers = isCount(body["n"]) && body["n"] > 1 ? body["n"] : 1;
  const promptCap = body["max_prompt_tokens"];
  return {
    model,
    serviceTier: body["service_tier"],
    inputTokens: isCount(promptCap) ? Math.max(promptCap, inputTokens) : inputTokens,
    outputTokens: isEmbedding ? 0 : (cap ?? UNCAPPED_OUTPUT) * answers,
  };
}

/** Texts, lists of texts and tokens (of embeddings and prompts) by themselves; anything else as JSON. */
function countPart(part: unknown, count: (text: string) => number, media: Media): number {
  if (typeof part === "string") return count(part);
  if (Array.isArray(part) && part.every((one) => typeof one === "number")) return part.length;
  if (Array.isArray(part) && part.every((one) => typeof one === "string" || Array.isArray(one))) {
    return part.reduce((sum: number, one: unknown) => sum + countPart(one, count, media), 0);
  }
  return count(JSON.stringify(part, media.replacer));
}

/** Images, recordings and files of a request: their bytes are not read as text. */
class Media {
  found = 0;
  readonly replacer = (key: string, value: unknown): unknown => {
    if (typeof value !== "string" || !(MEDIA_KEYS.has(key) || value.startsWith("data:"))) return value;
    // An image by its address is a string, or an object with a `url`.
    if (key === "url" && !/^(data|https?):/.test(value)) return value;
    this.found += 1;
    return "";
  };
}

const MEDIA_KEYS: ReadonlySet<string> = new Set(["url", "image_url", "data", "file_data", "file_id"]);

/**
 * What an image in high detail comes to at most: 85 + 8 tiles × 170 tokens, on gpt-4o-mini 2,833 + 8 × 5,667 (OpenAI's guide to
 * images and vision). Recordings and files are taken alike, for want of anything better.
 */
function mediaTokens(model: string | undefined): number {
  return model?.includes("gpt-4o-mini") === true ? 48_169 : 1_445;
}

/** A cap of -1 or 1.5 tokens is none: whoever is called refuses it, and a call never uses less than nothing. */
function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
