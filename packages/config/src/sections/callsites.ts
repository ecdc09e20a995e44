import { z } from "zod";
import { calendarDay, choice, section, text, texts, whole } from "../fields.ts";
import { present } from "../present.ts";

/** Where an argument of a wrapper stands: "0" (first), "1.model" (key of the second), "model" (by keyword or of the one object). */
export type ArgumentPath = string;

/** A function of the code base that calls a model on its callers' behalf. */
export interface WrapperSettings {
  /** Its name as called: "askModel", "llm.ask". */
  readonly function: string;
  /** The module that defines it, as a glob on its path or its package name; absent: any. */
  readonly module?: string;
  /** What it calls: "openai.chat", "openai.responses", "anthropic.messages", ... */
  readonly sdk: string;
  readonly model?: ArgumentPath;
  readonly maxOutputTokens?: ArgumentPath;
  readonly prompt?: ArgumentPath;
  readonly serviceTier?: ArgumentPath;
  /** What holds where the caller gives none. */
  readonly defaults: CallValues;
}

/** Values that the source does not show, as their author states them. */
export interface CallValues {
  readonly model?: string;
  readonly maxOutputTokens?: number;
  readonly inputTokens?: number;
  readonly serviceTier?: "standard" | "batch" | "flex" | "priority";
}

/** A finding that somebody has looked at and accepts. */
export interface DismissalSettings {
  readonly at: string;
  /** Only these kinds of change; absent: all. */
  readonly kinds?: readonly string[];
  readonly model?: string;
  readonly reason: string;
  /** Last day on which it holds. */
  readonly expires?: string;
}

export interface CallSiteSettings {
  /** Globs on paths that are not scanned. */
  readonly ignore: readonly string[];
  readonly wrappers: readonly WrapperSettings[];
  /** A name in the source to the model it stands for. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Values of environment variables in production, where the source has none. */
  readonly environment: Readonly<Record<string, string>>;
  /** Values of single call sites that cannot be resolved. */
  readonly declared: readonly (CallValues & { readonly at: string; readonly line?: number; readonly call?: string })[];
  readonly dismissals: readonly DismissalSettings[];
}

const values = {
  model: text("a model name").optional(),
  max_output_tokens: whole("the output cap", { min: 1 }).optional(),
  input_tokens: whole("input tokens of one call").optional(),
  service_tier: choice(["standard", "batch", "flex", "priority"], {
    default: "standard",
    auto: "standard",
    fast: "priority",
  }).optional(),
};
const argument = text(
  'where the argument stands: "0" (the first), "1.model" (a key of the second) or "model" (by name)',
).optional();
const KINDS = ["model", "limit", "tier", "prompt", "tool", "call-added", "call-removed"] as const;

const wrapper = section({
  function: text("the function's name as it is called"),
  module: text("the path or package that defines it").optional(),
  sdk: text("what it calls, such as openai.chat"),
  model: argument,
  max_output_tokens: argument,
  prompt: argument,
  service_tier: argument,
  defaults: section(values).optional(),
}).transform((raw): WrapperSettings =>
  present({
    function: raw.function,
    module: raw.module,
    sdk: raw.sdk,
    model: raw.model,
    maxOutputTokens: raw.max_output_tokens,
    prompt: raw.prompt,
    serviceTier: raw.service_tier,
    defaults: callValues(raw.defaults ?? {}),
  }),
);

const declared = section({
  at: text("a path or a glob on paths"),
  line: whole("a line", { min: 1 }).optional(),
  call: text("the call as it stands in the source, such as client.chat.completions.create").optional(),
  ...values,
}).transform(({ at, line, call, ...raw }) => present({ at, line, call, ...callValues(raw) }));

const dismissal = section({
  at: text("a path or a glob on paths"),
  kinds: z.array(choice(KINDS)).min(1, "must not be empty").optional(),
  model: text("a model name").optional(),
  reason: text("why it is accepted"),
  expires: calendarDay("the last day on which it holds").optional(),
}).transform((raw): DismissalSettings => present(raw));

const globs = texts("a glob on paths, or a list of them");

export const callsites = section({
  ignore: globs.default([]),
  wrappers: z.array(wrapper).default([]),
  aliases: z.record(z.string(), text("a model name")).default({}),
  environment: z.record(z.string(), text("the variable's value in production; never a secret")).default({}),
  declared: z.array(declared).default([]),
  dismissals: z.array(dismissal).default([]),
}).transform((raw): CallSiteSettings => raw);

type RawValues = { [K in keyof typeof values]?: z.output<(typeof values)[K]> };

function callValues(raw: RawValues): CallValues {
  return present({
    model: raw.model,
    maxOutputTokens: raw.max_output_tokens,
    inputTokens: raw.input_tokens,
    serviceTier: raw.service_tier,
  });
}
