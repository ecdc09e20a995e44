import type { Reading } from "./reading.ts";
import { helpTopicOf } from "../help-topics.ts";

/** Takes "help", "help forecast", "what can I ask". */
export const readHelp: Reading = (words) => {
  const asked =
    words.takePhrase(
      "help|man|commands|examples|manual|docs",
      "what can|could i|we|you|one|it ask|do|type|answer",
      "how does this work",
    ) >= 0;
  if (!asked) return undefined;
  for (const index of words.left()) {
    const topic = helpTopicOf(words.wordAt(index) ?? "");
    if (topic === undefined) continue;
    words.take(index);
    words.takeAt(index + 1, "rate|if|cost|costs|case|dollar|time");
    return { kind: "help", topic };
  }
  return { kind: "help", topic: null };
};
