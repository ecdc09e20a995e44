import { operation, type SdkOperation } from "./operation.ts";

const PACKAGES = ["anthropic", "anthropic*", "@anthropic-ai/*"];

export const ANTHROPIC: readonly SdkOperation[] = [
  operation({
    sdk: "anthropic.messages",
    callees: [
      ".messages.create",
      ".messages.stream",
      ".messages.parse",
      ".beta.messages.create",
      ".prompt_caching.messages.create",
      ".promptCaching.messages.create",
    ],
    packages: PACKAGES,
    anyReceiver: true,
    // Twilio and OpenAI's threads have `messages.create` as well, without a model.
    needs: ["model", "max_tokens"],
    marks: [".messages"],
    maxOutputTokens: ["max_tokens"],
    serviceTier: ["service_tier"],
    prompt: ["system", "messages"],
    tools: ["tools"],
  }),
  operation({
    sdk: "anthropic.completions",
    callees: ["Anthropic.completions.create", "AsyncAnthropic.completions.create"],
    packages: PACKAGES,
    marks: ["completions"],
    maxOutputTokens: ["max_tokens_to_sample"],
    prompt: ["prompt"],
  }),
  operation({
    sdk: "anthropic.batches",
    callees: [".messages.batches.create"],
    packages: PACKAGES,
    anyReceiver: true,
    marks: ["batches"],
    model: ["requests.0.params.model"],
    maxOutputTokens: ["requests.0.params.max_tokens"],
    isBatch: true,
  }),
  operation({
    sdk: "anthropic.agent",
    callees: ["query", "ClaudeAgentOptions", "ClaudeCodeOptions"],
    packages: ["@anthropic-ai/claude-agent-sdk", "@anthropic-ai/claude-code", "claude_agent_sdk", "claude_code_sdk"],
    marks: ["claude-agent-sdk", "claude-code", "claude_agent_sdk", "claude_code_sdk"],
    model: ["options.model", "model"],
    prompt: ["prompt", "options.systemPrompt", "system_prompt"],
  }),
];
