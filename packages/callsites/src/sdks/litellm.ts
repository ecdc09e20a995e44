import { operation, type SdkOperation } from "./operation.ts";

export const LITELLM: readonly SdkOperation[] = [
  operation({
    sdk: "litellm.completion",
    callees: ["completion", "acompletion", "text_completion", "atext_completion", "responses", "aresponses", "completion_with_retries", "acompletion_with_retries", "batch_completion"],
    packages: ["litellm*"],
    marks: ["litellm"],
    model: ["model", "#0"],
    maxOutputTokens: ["max_completion_tokens", "max_tokens", "max_output_tokens"],
    serviceTier: ["service_tier"],
    prompt: ["messages", "prompt", "input", "#1"],
    tools: ["tools", "functions"],
  }),
  operation({
    sdk: "litellm.router",
    callees: ["Router.completion", "Router.acompletion"],
    packages: ["litellm*"],
    marks: ["litellm"],
    model: ["model", "#0"],
    maxOutputTokens: ["max_tokens"],
    prompt: ["messages", "#1"],
    tools: ["tools"],
  }),
  operation({
    sdk: "litellm.embedding",
    callees: ["embedding", "aembedding"],
    packages: ["litellm*"],
    marks: ["litellm"],
    model: ["model", "#0"],
    prompt: ["input", "#1"],
    hasOutput: false,
  }),
  operation({
    sdk: "litellm.image",
    callees: ["image_generation", "aimage_generation"],
    packages: ["litellm*"],
    marks: ["litellm"],
    prompt: ["prompt"],
  }),
];
