/**
 * A message or item of a conversation, in any of the forms that providers take: chat messages (OpenAI), input items (Responses),
 * messages with content blocks (Anthropic). Only what links a tool call to its result is looked at.
 */
export type ChatMessage = Readonly<Record<string, unknown>>;

/** Which tool calls a message makes, and whose results it brings. */
export interface MessageLinks {
  readonly calls: readonly string[];
  readonly results: readonly string[];
  /** It belongs to what follows it: the Responses API refuses a reasoning item without its successor. */
  readonly leads: boolean;
}

export function linksOf(message: ChatMessage): MessageLinks {
  const calls: string[] = [];
  const results: string[] = [];
  for (const call of objectsIn(message["tool_calls"])) addId(calls, call["id"]);
  addId(results, message["tool_call_id"]);
  const type = typeof message["type"] === "string" ? message["type"] : "";
  if (type.endsWith("_call_output")) addId(results, message["call_id"]);
  else if (type.endsWith("_call")) addId(calls, message["call_id"]);
  if (type === "mcp_approval_request") addId(calls, message["id"]);
  addId(results, message["approval_request_id"]);
  for (const block of objectsIn(message["content"])) {
    if (typeof block["type"] === "string" && block["type"].endsWith("tool_use")) addId(calls, block["id"]);
    addId(results, block["tool_use_id"]);
  }
  // The oldest form has no ids: the function's name links the call to the message after it.
  const { function_call: named } = message;
  if (isObject(named)) addId(calls, named["name"], "function:");
  if (message["role"] === "function") addId(results, message["name"], "function:");
  return { calls, results, leads: type === "reasoning" };
}

/** Whether a message instructs the model: such messages at the start stay, whatever is compressed. */
export function isInstruction(message: ChatMessage): boolean {
  return message["role"] === "system" || message["role"] === "developer";
}

function addId(ids: string[], id: unknown, prefix = ""): void {
  if (typeof id === "string" && id !== "") ids.push(prefix + id);
}

function objectsIn(value: unknown): readonly ChatMessage[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is ChatMessage {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
