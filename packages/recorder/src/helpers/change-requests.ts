import { RunrateError } from "@runrate/core";
import { isFields } from "../observe.ts";
import { isRequester } from "../requester.ts";

type Body = Readonly<Record<string, unknown>>;

/** What a request becomes; the same body to leave it as it is. */
export type RequestChange = (body: Body, path: string) => Body | Promise<Body>;

/** A client like the one given, of the same type, whose requests to models are changed before they are sent. */
export function changeRequests<Client extends object>(client: Client, change: RequestChange): Client {
  const copy: unknown = isRequester(client) ? client.withOptions({}) : undefined;
  if (!isRequester(copy)) {
    throw new RunrateError("not_a_client", "what is to be changed is not a client of the openai package", {
      hint: "Pass `new OpenAI()` or a client that the recorder has wrapped.",
    });
  }
  const request = copy.request.bind(copy);
  copy.request = (options, ...rest) => request(changed(options, change), ...rest);
  const withOptions = copy.withOptions.bind(copy);
  copy.withOptions = (options) => {
    const other = withOptions(options);
    return isRequester(other) ? changeRequests(other, change) : other;
  };
  // It was made by the client's own `withOptions`, whose declared result is the client's own type.
  return copy as unknown as Client;
}

async function changed(given: unknown, change: RequestChange): Promise<unknown> {
  const options = await given;
  if (!isFields(options) || options["method"] !== "post" || !isFields(options["body"])) return options;
  const body = await change(options["body"], String(options["path"]));
  return body === options["body"] ? options : { ...options, body };
}

/** The words of the newest message of the user, whatever the form of the request. */
export function lastQuery(body: Body): string {
  const { messages, input, prompt } = body;
  if (typeof input === "string") return input;
  if (typeof prompt === "string") return prompt;
  const list = Array.isArray(messages) ? messages : Array.isArray(input) ? input : [];
  const last: unknown = list.findLast((message: unknown) => isFields(message) && message["role"] === "user");
  return isFields(last) ? textOf(last["content"]) : "";
}

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((part: unknown) => (isFields(part) && typeof part["text"] === "string" ? part["text"] : ""))
    .join(" ")
    .trim();
}
