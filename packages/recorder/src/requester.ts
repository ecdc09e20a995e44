/** What is needed of an `openai` client, of any version that makes its requests in one place. */
export interface Requester {
  baseURL?: unknown;
  request: (options: unknown, ...rest: unknown[]) => unknown;
  withOptions: (options: object) => unknown;
}

/** Whether something is such a client: `new OpenAI()`, `new AzureOpenAI()`, or one that is wrapped already. */
export function isRequester(value: unknown): value is Requester {
  return (
    typeof value === "object" &&
    value !== null &&
    "request" in value &&
    typeof value.request === "function" &&
    "withOptions" in value &&
    typeof value.withOptions === "function"
  );
}
