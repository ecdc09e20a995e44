import { operation, type SdkOperation } from "./operation.ts";

/** A request to a provider's endpoint without its SDK. The URL tells what it is; the body holds the rest. */
export interface HttpEndpoint {
  readonly url: RegExp;
  readonly operation: SdkOperation;
}

/** Functions that send one. */
export const REQUEST_CALLEES = /(?:^|\.)(?:fetch|post|request|axios|stream|\$fetch|got|ofetch)$/;

export const REQUEST_MARKS = ["/completions", "/messages", "/responses", "/embeddings", "generateContent"];

/** Arguments that hold the body, or are it. */
export const BODY_PATHS = ["body", "json", "data", "content"] as const;

const request = (sdk: string, fields: Partial<SdkOperation>): SdkOperation =>
  operation({ sdk, callees: [], packages: [], marks: REQUEST_MARKS, ...fields });

export const HTTP_ENDPOINTS: readonly HttpEndpoint[] = [
  {
    url: /\/chat\/completions\b/,
    operation: request("http.chat", {
      maxOutputTokens: ["max_completion_tokens", "max_tokens"],
      serviceTier: ["service_tier"],
      prompt: ["messages"],
      tools: ["tools", "functions"],
    }),
  },
  {
    url: /(?:anthropic|\/v1)\S*\/messages\b|anthropic\.com\/v1\/(?:messages|complete)/,
    operation: request("http.messages", {
      maxOutputTokens: ["max_tokens"],
      prompt: ["system", "messages"],
      tools: ["tools"],
    }),
  },
  {
    url: /(?:openai\S*|\/v1)\/responses\b/,
    operation: request("http.responses", {
      maxOutputTokens: ["max_output_tokens"],
      prompt: ["instructions", "input"],
      tools: ["tools"],
    }),
  },
  {
    url: /(?:openai\S*|\/v1)\/embeddings\b/,
    operation: request("http.embeddings", { prompt: ["input"], hasOutput: false }),
  },
  {
    url: /(?:openai\S*|\/v1)\/completions\b/,
    operation: request("http.completions", { maxOutputTokens: ["max_tokens"], prompt: ["prompt"] }),
  },
  { url: /(?:openai\S*|\/v1)\/images\/generations\b/, operation: request("http.images", { prompt: ["prompt"] }) },
  {
    url: /models\/[^/]*:(?:stream)?[gG]enerateContent/,
    operation: request("http.generate-content", {
      // The URL names the model.
      model: [],
      maxOutputTokens: ["generationConfig.maxOutputTokens", "generation_config.max_output_tokens"],
      prompt: ["systemInstruction", "system_instruction", "contents"],
    }),
  },
];
