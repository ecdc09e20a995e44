import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLedger, scanRecords } from "@runrate/ledger";
import type OpenAI from "openai";
import { afterAll, describe, expect, test } from "vitest";
import {
  batchInput,
  batchOutput,
  capClient,
  compressChat,
  openRecorder,
  routeClient,
  submitBatch,
} from "../src/index.ts";
import { chat, CREATED, fakeOpenAi, json, modelResponse } from "./fake-openai.ts";

const folder = mkdtempSync(join(tmpdir(), "runrate-helpers-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const clock = () => CREATED * 1_000;

type Message = OpenAI.Chat.Completions.ChatCompletionMessageParam;

describe("routing", () => {
  test("sends explanations to the cheap model and designs to the strong one, in chats and responses", async () => {
    await using api = await fakeOpenAi();
    api.answers.set("POST /chat/completions", json(chat("c")));
    api.answers.set("POST /responses", json(modelResponse("r")));
    const routes: string[] = [];
    const client = routeClient(api.client(), {
      cheap: "gpt-4o-mini",
      strong: "gpt-4o",
      onRoute: (route) => routes.push(route),
    });
    const ask = (content: string) =>
      client.chat.completions.create({
        model: "any",
        messages: [
          { role: "system", content: "Design things" },
          { role: "user", content },
        ],
      });
    await ask("Explain the bill");
    await ask("Debug the design of the schema");
    await ask("Good morning");
    await client.responses.create({ model: "any", input: "What is the architecture of it?" });
    expect(api.requests.map(({ body }) => body["model"])).toEqual(["gpt-4o-mini", "gpt-4o", "gpt-4o-mini", "gpt-4o"]);
    expect(routes).toEqual(["cheap", "strong", "cheap", "strong"]);
  });

  test("takes any function, and leaves other models alone when told which to replace", async () => {
    await using api = await fakeOpenAi();
    api.answers.set("POST /chat/completions", json(chat("c")));
    const client = routeClient(api.client(), {
      cheap: "small",
      strong: "large",
      insteadOf: "auto",
      policy: (query) => (query.length > 10 ? "strong" : "cheap"),
    });
    for (const [model, content] of [
      ["auto", "short"],
      ["auto", "rather a long question"],
      ["gpt-5.4", "x"],
    ] as const) {
      await client.chat.completions.create({
        model,
        messages: [{ role: "user", content: [{ type: "text", text: content }] }],
      });
    }
    expect(api.requests.map(({ body }) => body["model"])).toEqual(["small", "large", "gpt-5.4"]);
  });
});

describe("caps", () => {
  test("hold where a call has none or a higher one", async () => {
    await using api = await fakeOpenAi();
    api.answers.set("POST /chat/completions", json(chat("c")));
    api.answers.set("POST /responses", json(modelResponse("r")));
    api.answers.set("POST /threads/t/runs", json({ id: "run", object: "thread.run", status: "queued", usage: null }));
    const client = capClient(api.client(), { maxCompletionTokens: 500, maxPromptTokens: 4_000 });
    const messages = [{ role: "user" as const, content: "Hi" }];
    await client.chat.completions.create({ model: "m", messages });
    await client.chat.completions.create({ model: "m", messages, max_completion_tokens: 100 });
    await client.chat.completions.create({ model: "m", messages, max_tokens: 900 });
    await client.responses.create({ model: "m", input: "Hi" });
    await client.beta.threads.runs.create("t", { assistant_id: "a" });
    expect(
      api.requests.map(({ body: { model: _, messages: __, input: ___, assistant_id: ____, ...caps } }) => caps),
    ).toEqual([
      { max_completion_tokens: 500 },
      { max_completion_tokens: 100 },
      { max_tokens: 500 },
      { max_output_tokens: 500 },
      { max_completion_tokens: 500, max_prompt_tokens: 4_000 },
    ]);
    expect(() => capClient(api.client(), { maxCompletionTokens: 0 })).toThrow("above 0");
  });
});

test("a long chat is compressed by a summary of the SDK, with what it saves and what it cost", async () => {
  await using api = await fakeOpenAi();
  api.answers.set(
    "POST /chat/completions",
    json(
      chat("s", {
        choices: [
          { index: 0, message: { role: "assistant", content: "They talked about prices." }, finish_reason: "stop" },
        ],
      }),
    ),
  );
  const messages: Message[] = [
    { role: "system", content: "You help." },
    ...Array.from({ length: 12 }, (_, index): Message => ({
      role: index % 2 === 0 ? "user" : "assistant",
      content: `Message ${index}: ${"prices and tokens ".repeat(20)}`,
    })),
  ];
  const result = await compressChat(api.client(), messages, { model: "gpt-4o-mini" });
  expect(result).toMatchObject({ compressed: true, replaced: 7, summaryCost: { usd: 600_000_000n } });
  expect(result.messages[0]).toEqual({ role: "system", content: "You help." });
  expect(result.messages[1]).toEqual({
    role: "system",
    content: "Summary of the earlier conversation: They talked about prices.",
  });
  expect(result.messages.slice(2)).toEqual(messages.slice(-5));
  expect(result.tokensAfter).toBeLessThan(result.tokensBefore / 2);
  expect(api.requests[0]?.body).toMatchObject({ model: "gpt-4o-mini", max_completion_tokens: 300 });
});

describe("batches", () => {
  const request = (id: string) => ({ id, body: { model: "gpt-4o", messages: [{ role: "user", content: "Hi" }] } });

  test("are written and submitted", async () => {
    await using api = await fakeOpenAi();
    api.answers.set("POST /files", json({ id: "file-1", object: "file", purpose: "batch" }));
    api.answers.set("POST /batches", json({ id: "batch_1", object: "batch", status: "validating" }));
    const batch = await submitBatch(api.client(), [request("a"), request("b")], "/v1/chat/completions", {
      job: "nightly",
    });
    expect(batch.id).toBe("batch_1");
    expect(api.requests[1]?.body).toEqual({
      input_file_id: "file-1",
      endpoint: "/v1/chat/completions",
      completion_window: "24h",
      metadata: { job: "nightly" },
    });
    expect(() => batchInput([request("a"), request("a")], "/v1/responses")).toThrow("stands twice");
    expect(() => batchInput([{ id: "a", body: { stream: true } }], "/v1/responses")).toThrow("streams");
  });

  test("whose output is read are recorded answer by answer at the batch rate, once", async () => {
    await using api = await fakeOpenAi();
    const to = `sqlite:${join(folder, "batch.db")}`;
    const recorder = openRecorder({ to, clock });
    api.answers.set(
      "GET /batches/b1",
      json({
        id: "b1",
        object: "batch",
        status: "completed",
        created_at: CREATED,
        output_file_id: "out",
        error_file_id: "err",
      }),
    );
    const line = (id: string, body: object) =>
      JSON.stringify({
        id: `req_${id}`,
        custom_id: id,
        response: { status_code: 200, request_id: "r", body },
        error: null,
      });
    api.answers.set(
      "GET /files/out/content",
      (_request, response) => void response.end(`${line("a", chat("chatcmpl-a"))}\n${line("b", chat("chatcmpl-b"))}\n`),
    );
    api.answers.set(
      "GET /files/err/content",
      (_request, response) =>
        void response.end(
          `${JSON.stringify({ id: "x", custom_id: "c", response: { status_code: 400, request_id: "r", body: { error: { message: "no" } } }, error: null })}\n`,
        ),
    );
    await expect(batchOutput(recorder.wrap(api.client()), "b1", recorder)).resolves.toMatchObject([
      { id: "a", status: 200 },
      { id: "b", status: 200 },
      { id: "c", status: 400 },
    ]);
    await batchOutput(api.client(), "b1", recorder);
    await recorder.close();
    const ledger = await openLedger(to, { clock });
    const records = [];
    for await (const record of scanRecords(ledger, { from: 0, to: Date.UTC(2100, 0, 1) })) records.push(record);
    await ledger.close();
    expect(
      records.map(({ record, charge }) => [
        record.id,
        record.serviceTier,
        charge.kind === "priced" ? charge.usd : null,
      ]),
    ).toEqual([
      ["chatcmpl-a", "batch", 300_000_000n],
      ["chatcmpl-b", "batch", 300_000_000n],
    ]);
  });
});
