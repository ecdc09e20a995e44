import type { ServiceTier } from "../usage.ts";
import type { UsageBody } from "./usage-body.ts";
import { withoutZeros, type UsageSource } from "./usage-source.ts";

/**
 * Google's Gemini API and Vertex AI (`usageMetadata`).
 *
 * `promptTokenCount` includes cached content and leaves out the prompt of tools (`toolUsePromptTokenCount`), which is billed
 * as input; `candidatesTokenCount` leaves out thoughts (`thoughtsTokenCount`), which are billed as output. Details by modality
 * are parts of these. An embedding's body spells `promptTokenDetails`; a cached content's has the total alone.
 */
export const google: UsageSource = {
  name: "google",
  fits: (body) =>
    body.has("promptTokenCount") ||
    body.has("totalTokenCount") ||
    body.has("candidatesTokenCount") ||
    body.text("trafficType") !== undefined,
  read(body) {
    const prompt = ["promptTokensDetails", "promptTokenDetails", "toolUsePromptTokensDetails"];
    const input = (modality: string) => prompt.reduce((sum, key) => sum + ofModality(body, key, modality), 0);
    const cached = (modality: string) => ofModality(body, "cacheTokensDetails", modality);
    const made = (modality: string) => ofModality(body, "candidatesTokensDetails", modality);
    const thoughts = body.count("thoughtsTokenCount");
    const alone = !body.has("promptTokenCount") && !body.has("candidatesTokenCount") && thoughts === 0;
    const tier = tierOf(body.text("serviceTier") ?? body.text("trafficType"));
    return {
      usage: withoutZeros({
        inputTokens: alone
          ? body.count("totalTokenCount")
          : body.count("promptTokenCount") + body.count("toolUsePromptTokenCount"),
        cachedInputTokens: body.count("cachedContentTokenCount"),
        inputAudioTokens: input("AUDIO"),
        cachedAudioTokens: cached("AUDIO"),
        inputImageTokens: input("IMAGE"),
        cachedImageTokens: cached("IMAGE"),
        inputVideoTokens: input("VIDEO"),
        cachedVideoTokens: cached("VIDEO"),
        outputTokens: body.count("candidatesTokenCount") + thoughts,
        reasoningTokens: thoughts,
        outputAudioTokens: made("AUDIO"),
        outputImageTokens: made("IMAGE"),
        outputVideoTokens: made("VIDEO"),
      }),
      ...(tier === undefined ? {} : { serviceTier: tier }),
    };
  },
};

function ofModality(body: UsageBody, key: string, modality: string): number {
  return body.list(key).reduce((sum, part) => {
    const count = part["tokenCount"];
    return part["modality"] === modality && typeof count === "number" ? sum + count : sum;
  }, 0);
}

function tierOf(name: string | undefined): ServiceTier | undefined {
  const tier = name?.toLowerCase() ?? "";
  if (tier.includes("flex")) return "flex";
  if (tier.includes("batch")) return "batch";
  return tier.includes("priority") ? "priority" : undefined;
}
