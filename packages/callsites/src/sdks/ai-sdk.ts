import { operation, type SdkOperation } from "./operation.ts";

/** Vercel's AI SDK and frameworks whose agents take one of its models. */
const PACKAGES = ["ai", "ai/*", "@ai-sdk/*", "@mastra/*", "braintrust", "langsmith/*", "@posthog/ai"];
const COMMON = {
  packages: PACKAGES,
  maxOutputTokens: ["maxOutputTokens", "maxTokens"],
  serviceTier: ["providerOptions.openai.serviceTier"],
  prompt: ["system", "instructions", "prompt", "messages"],
  tools: ["tools"],
} as const;

export const AI_SDK: readonly SdkOperation[] = [
  operation({
    ...COMMON,
    sdk: "ai-sdk.text",
    callees: [
      "generateText",
      "streamText",
      "experimental_generateText",
      "experimental_streamText",
      "streamUI",
      "render",
      "experimental_streamUI",
      "streamToResponse",
    ],
    marks: ["generateText", "streamText", "streamUI", "render"],
  }),
  operation({
    ...COMMON,
    sdk: "ai-sdk.object",
    callees: ["generateObject", "streamObject", "experimental_generateObject", "experimental_streamObject"],
    marks: ["generateObject", "streamObject"],
  }),
  operation({
    ...COMMON,
    sdk: "ai-sdk.agent",
    callees: ["ToolLoopAgent", "Agent", "Experimental_Agent"],
    marks: ["Agent"],
  }),
  operation({
    packages: PACKAGES,
    sdk: "ai-sdk.embed",
    callees: ["embed", "embedMany"],
    marks: ["embed"],
    prompt: ["value", "values"],
    hasOutput: false,
  }),
  operation({
    packages: PACKAGES,
    sdk: "ai-sdk.media",
    callees: [
      "generateImage",
      "experimental_generateImage",
      "experimental_generateSpeech",
      "generateSpeech",
      "experimental_transcribe",
      "transcribe",
      "experimental_generateVideo",
      "generateVideo",
    ],
    marks: ["generateImage", "generateSpeech", "transcribe", "generateVideo"],
    prompt: ["prompt", "text"],
  }),
  operation({
    ...COMMON,
    sdk: "ai-sdk.model",
    callees: [".doGenerate", ".doStream"],
    anyReceiver: true,
    marks: ["doGenerate", "doStream"],
    model: ["receiver"],
  }),
];
