import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import OpenAI from "openai";

/** A request that the fake has got. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export type Answer = (request: SeenRequest, response: ServerResponse) => void;

/** OpenAI's API on the loopback interface, as far as the tests go; bodies are those of the API's reference. */
export interface FakeOpenAi extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  client(): OpenAI;
  /** Answers by "METHOD /path". */
  readonly answers: Map<string, Answer>;
}

export async function fakeOpenAi(): Promise<FakeOpenAi> {
  const requests: SeenRequest[] = [];
  const answers = new Map<string, Answer>();
  const server = createServer((incoming, response) => void handle(incoming, response));
  const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
    let text = "";
    for await (const chunk of incoming) text += String(chunk);
    const path = (incoming.url ?? "").replace(/^\/v1/, "").split("?")[0] ?? "";
    const isJson = (incoming.headers["content-type"] ?? "").includes("json") && text !== "";
    const body: Record<string, unknown> = isJson ? JSON.parse(text) : {};
    const request = { method: incoming.method ?? "", path, body };
    requests.push(request);
    const answer = answers.get(`${request.method} ${path}`);
    if (answer) return answer(request, response);
    response.writeHead(404, { "content-type": "application/json" });
    response.end(
      JSON.stringify({ error: { message: `no ${request.method} ${path} here`, type: "invalid_request_error" } }),
    );
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const url = `http://127.0.0.1:${address !== null && typeof address !== "string" ? address.port : 0}/v1`;
  return {
    url,
    requests,
    answers,
    client: () => new OpenAI({ apiKey: "sk-test", baseURL: url, maxRetries: 0 }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export function json(body: unknown, status = 200): Answer {
  return (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", "x-request-id": "req_1" });
    response.end(JSON.stringify(body));
  };
}

/** Server-sent events; with names when they are pairs. */
export function events(list: readonly unknown[], isDone = true): Answer {
  return (_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const event of list) {
      if (Array.isArray(event)) response.write(`event: ${event[0]}\ndata: ${JSON.stringify(event[1])}\n\n`);
      else response.write(`data: ${JSON.stringify(event)}\n\n`);
    }
    response.end(isDone ? "data: [DONE]\n\n" : "");
  };
}

export const CREATED = Date.UTC(2026, 10, 24, 12) / 1_000;

export function chat(id: string, given: object = {}) {
  return {
    id,
    object: "chat.completion",
    created: CREATED,
    model: "gpt-4o-mini-2024-07-18",
    choices: [{ index: 0, message: { role: "assistant", content: "Hello" }, finish_reason: "stop" }],
    usage: {
      prompt_tokens: 2_000,
      completion_tokens: 500,
      total_tokens: 2_500,
      prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
    },
    service_tier: "default",
    ...given,
  };
}

export function chunk(id: string, given: object) {
  return {
    id,
    object: "chat.completion.chunk",
    created: CREATED,
    model: "gpt-4o-mini-2024-07-18",
    choices: [],
    ...given,
  };
}

export function modelResponse(id: string, given: object = {}) {
  return {
    id,
    object: "response",
    created_at: CREATED,
    status: "completed",
    model: "gpt-5.4",
    output: [
      {
        type: "message",
        id: "msg_1",
        role: "assistant",
        content: [{ type: "output_text", text: "Hi", annotations: [] }],
      },
    ],
    usage: {
      input_tokens: 1_000,
      input_tokens_details: { cached_tokens: 400, cache_write_tokens: 0 },
      output_tokens: 100,
      output_tokens_details: { reasoning_tokens: 20 },
      total_tokens: 1_100,
    },
    service_tier: "default",
    ...given,
  };
}
