/** Parts of the names of all families that are known, as a pattern: a text without any of them names no model. */
export const MODEL_FAMILIES =
  "gpt|chatgpt|davinci|babbage|curie|codex|claude|gemini|gemma|palm|bison|unicorn|llama|mistral|mixtral|codestral|ministral|pixtral|devstral|grok|deepseek|qwen|qwq|kimi|glm|minimax|command|embed|rerank|sonar|nova-|titan|phi-|phi[0-9]|voyage|jina|dall-e|whisper|tts-1|imagen|veo-|sora|yi-|hermes|wizardlm|computer-use|text-ada|\\bo[1-9]\\b";

/**
 * How model ids look, for values whose call could not be found. Families, not ids: a model of next month must match too.
 * A wrong match costs a line in a report, never a price: prices come from the catalogue by exact id.
 */
const FAMILY = new RegExp(
  "^(?:[a-z0-9_.~-]+/|[a-z_-]{3,20}:|[a-z]{2,6}\\.|models/|accounts/[a-z]+/models/|anthropic\\.|meta\\.|amazon\\.|global\\.)*" +
    "(?:ft:)?(?:gpt-?[0-9o]|gpt-oss|gpt-image|chatgpt-|o[1-9](?:-|$)|text-(?:embedding|davinci|curie|babbage|ada|bison|unicorn)|davinci|babbage|curie|code-davinci|codex-|" +
    "claude-|gemini-|gemma|palm-|chat-bison|codechat-bison|llama-?[0-9]|meta-llama|codellama|mixtral|mistral-|open-mi[sx]tral|codestral|ministral|pixtral|devstral|" +
    "grok-|deepseek-|qwen|qwq|kimi-|glm-|minimax-|command-|command$|embed-(?:english|multilingual|v)|rerank-|sonar|nova-(?:micro|lite|pro|premier)|titan-|phi-?[0-9]|" +
    "voyage-|jina-embeddings|dall-e-|whisper-|tts-1|gpt-4o-transcribe|imagen-|veo-|sora-|yi-|nous-hermes|wizardlm|computer-use-preview)",
  "i",
);

/** Longer strings are prose, whatever they begin with. */
const LONGEST_ID = 120;

export function looksLikeModel(value: string): boolean {
  return value.length <= LONGEST_ID && !/[\n\\<>{}$]|\s{2}|[a-z] [a-z]+ [a-z]/i.test(value) && FAMILY.test(value);
}

/** Names of constants, keys and parameters that hold a model. */
export function namesModel(name: string): boolean {
  return (
    /model|llm|engine|deployment/i.test(name) &&
    !/models?_?(dir|path|file|url|map|list|options|class|type|label|description|display)$/i.test(name)
  );
}

/** Names of constants, keys and parameters that hold a limit on output tokens. */
export function namesOutputCap(name: string): boolean {
  const flat = name.replaceAll(/[_-]/g, "").toLowerCase();
  return (
    /max(new|output|completion|response|generated?)?tokens?(tosample|out|output)?$|maxout(put)?tokens?$|tokenslimit$|numpredict$|outputtokenlimit$|maxtokenlimit$/.test(
      flat,
    ) && !/input|prompt|req|context|history|chunk|memory|window/.test(flat)
  );
}

/** Names of limits on what is sent to a model: they change the size of a prompt, not of an answer. */
export function namesInputLimit(name: string): boolean {
  const flat = name.replaceAll(/[_-]/g, "").toLowerCase();
  return /max(input|prompt|req|request|context|history|chunk)[a-z]*tokens?(count|length|limit)?$|(input|prompt|req|request|context|history|chunk)tokens?limit$/.test(
    flat,
  );
}
