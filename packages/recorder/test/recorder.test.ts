import OpenAI, { AzureOpenAI } from "openai";
import { afterAll, describe, expect, expectTypeOf, test } from "vitest";
import { openRecorder, tagged } from "../src/index.ts";
import { chat, CREATED, fakeOpenAi, json, modelResponse } from "./fake-openai.ts";
import { clock, ledgerFolder, recordsOf, totalOf } from "./ledgers.ts";

const { newLedger, remove } = ledgerFolder();
afterAll(remove);

describe("a wrapped client", () => {
  test("has the type of the one given and answers alike; each kind of call is recorded and priced once", async () => {
    await using api = await fakeOpenAi();
    const to = newLedger();
    const recorder = openRecorder({ to, clock, tags: { workload: "search", commit: "abc123" } });
    const plain = api.client();
    const client = recorder.wrap(plain, { project: "shop" });
    expectTypeOf(client).toEqualTypeOf<OpenAI>();
    expect(client).toBeInstanceOf(OpenAI);

    api.answers.set("POST /chat/completions", json(chat("chatcmpl-1")));
    const body = { model: "gpt-4o-mini", messages: [{ role: "user" as const, content: "Hi" }] };
    const answer = await client.chat.completions.create(body);
    expect(answer).toEqual(await plain.chat.completions.create(body));
    expect(answer._request_id).toBe("req_1");
    const { data, response } = await client.chat.completions.create(body).withResponse();
    expect([data.id, response.status]).toEqual(["chatcmpl-1", 200]);

    api.answers.set("POST /responses", json(modelResponse("resp_1", { conversation: { id: "conv_1" } })));
    expect((await client.responses.create({ model: "gpt-5.4", input: "Hi" })).output_text).toBe("Hi");

    api.answers.set(
      "POST /embeddings",
      json({
        object: "list",
        model: "text-embedding-3-small",
        data: [{ object: "embedding", index: 0, embedding: [0.5] }],
        usage: { prompt_tokens: 1_000_000, total_tokens: 1_000_000 },
      }),
    );
    const embedded = await client.embeddings.create({
      model: "text-embedding-3-small",
      input: "Hi",
      encoding_format: "float",
    });
    expect(embedded.data[0]?.embedding).toEqual([0.5]);
    await recorder.close();

    const records = await recordsOf(to);
    expect(
      records.map(({ record }) => [record.id.slice(0, 10), record.model, record.workload, record.project]),
    ).toEqual([
      ["chatcmpl-1", "gpt-4o-mini-2024-07-18", "search", "shop"],
      ["resp_1", "gpt-5.4", "search", "shop"],
      [expect.stringContaining("recorder_"), "text-embedding-3-small", "search", "shop"],
    ]);
    expect(records[0]?.record).toMatchObject({
      at: CREATED * 1_000,
      source: "recorder",
      responseId: "chatcmpl-1",
      tags: { commit: "abc123" },
    });
    expect(records[1]?.record).toMatchObject({
      conversation: "conv_1",
      usage: { inputTokens: 1_000, cachedInputTokens: 400, outputTokens: 100 },
    });
    // $0.0006; 600 × $2.5 + 400 × $0.25 + 100 × $15 per million = $0.0031; $0.02.
    expect(await totalOf(to)).toBe("0.0237");
    expect(recorder.stats).toEqual({
      seen: 3,
      unseen: 0,
      queued: 0,
      delivered: 3,
      spooled: 0,
      dropped: 0,
      rejected: 0,
    });
  });

  test("what cannot be seen is counted: an answer taken raw, one without usage, speech; withResponse is seen", async () => {
    await using api = await fakeOpenAi();
    const recorder = openRecorder({ to: newLedger(), clock });
    const client = recorder.wrap(api.client());
    const call = { model: "gpt-4o-mini", messages: [] };
    api.answers.set("POST /chat/completions", json(chat("raw")));
    const raw = await client.chat.completions.create(call).asResponse();
    expect(await raw.json()).toMatchObject({ id: "raw" });
    expect(recorder.stats).toMatchObject({ seen: 0, unseen: 1 });
    const parsed = await client.chat.completions
      .parse({ ...call, response_format: { type: "json_object" } })
      .asResponse();
    expect(parsed.status).toBe(200);
    expect(recorder.stats).toMatchObject({ seen: 0, unseen: 2 });
    api.answers.set("POST /chat/completions", json(chat("both")));
    const { data, response } = await client.chat.completions.create(call).withResponse();
    expect([data.id, response.status]).toEqual(["both", 200]);
    expect(recorder.stats).toMatchObject({ seen: 1, unseen: 2 });
    api.answers.set("POST /chat/completions", json(chat("no-usage", { usage: undefined })));
    await client.chat.completions.create(call);
    expect(recorder.stats).toMatchObject({ seen: 1, unseen: 3 });
    api.answers.set("POST /audio/speech", (_request, answer) => void answer.end("sound"));
    await client.audio.speech.create({ model: "gpt-4o-mini-tts", voice: "alloy", input: "Hi" });
    expect(recorder.stats).toMatchObject({ seen: 1, unseen: 4 });
    // Nothing that is billed.
    api.answers.set("POST /moderations", json({ id: "modr-1", model: "omni-moderation-latest", results: [] }));
    await client.moderations.create({ input: "Hi" });
    await client.models
      .retrieve("none")
      .asResponse()
      .catch(() => {});
    expect(recorder.stats).toMatchObject({ seen: 1, unseen: 4 });
    await recorder.close();
  });

  test("a transcription, whose answer names no model, is recorded under the one that was asked for", async () => {
    await using api = await fakeOpenAi();
    const to = newLedger();
    const recorder = openRecorder({ to, clock });
    const usage = {
      type: "tokens",
      input_tokens: 30,
      output_tokens: 5,
      total_tokens: 35,
      input_token_details: { audio_tokens: 25, text_tokens: 5 },
    };
    api.answers.set("POST /audio/transcriptions", json({ text: "Hi", usage }));
    await recorder
      .wrap(api.client())
      .audio.transcriptions.create({ model: "gpt-4o-transcribe", file: new File(["sound"], "a.wav") });
    await recorder.close();
    expect((await recordsOf(to)).map(({ record }) => [record.model, record.usage.inputTokens])).toEqual([
      ["gpt-4o-transcribe", 30],
    ]);
  });

  test("runs of threads and background responses are recorded when they have ended, however often they are polled", async () => {
    await using api = await fakeOpenAi();
    const to = newLedger();
    const recorder = openRecorder({ to, clock });
    const client = recorder.wrap(api.client());
    const run = (status: string, usage: object | null) => ({
      id: "run_1",
      object: "thread.run",
      thread_id: "thread_1",
      created_at: CREATED,
      completed_at: usage ? CREATED + 5 : null,
      status,
      model: "gpt-4o",
      usage,
    });
    api.answers.set("POST /threads/thread_1/runs", json(run("queued", null)));
    await client.beta.threads.runs.create("thread_1", { assistant_id: "asst_1" });
    for (const [status, usage] of [
      ["in_progress", null],
      ["completed", { prompt_tokens: 2_000, completion_tokens: 500, total_tokens: 2_500 }],
      ["completed", { prompt_tokens: 2_000, completion_tokens: 500, total_tokens: 2_500 }],
    ] as const) {
      api.answers.set("GET /threads/thread_1/runs/run_1", json(run(status, usage)));
      await client.beta.threads.runs.retrieve("run_1", { thread_id: "thread_1" });
    }
    api.answers.set("GET /responses/resp_b", json(modelResponse("resp_b", { status: "queued", usage: null })));
    await client.responses.retrieve("resp_b");
    api.answers.set("GET /responses/resp_b", json(modelResponse("resp_b")));
    await client.responses.retrieve("resp_b");
    await client.responses.retrieve("resp_b");
    await recorder.close();
    const records = await recordsOf(to);
    expect(records.map(({ record }) => [record.id, record.conversation])).toEqual([
      ["resp_b", undefined],
      ["run_1", "thread_1"],
    ]);
    // gpt-4o: 2,000 × $2.50 + 500 × $10 per million = $0.01, and $0.0031.
    expect(await totalOf(to)).toBe("0.0131");
  });

  test("a finished batch is one record of its requests at the batch rate; tools are counted per call", async () => {
    await using api = await fakeOpenAi();
    const to = newLedger();
    const recorder = openRecorder({ to, clock });
    const client = recorder.wrap(api.client());
    const usage = {
      input_tokens: 1_000_000,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: 0,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 1_000_000,
    };
    api.answers.set(
      "GET /batches/batch_1",
      json({
        id: "batch_1",
        object: "batch",
        created_at: CREATED,
        completed_at: CREATED + 60,
        status: "completed",
        endpoint: "/v1/chat/completions",
        model: "gpt-4o",
        request_counts: { total: 40, completed: 38, failed: 2 },
        usage,
      }),
    );
    await client.batches.retrieve("batch_1");
    await client.batches.retrieve("batch_1");
    api.answers.set(
      "POST /responses",
      json(
        modelResponse("resp_t", {
          output: [
            { type: "web_search_call", id: "ws_1", status: "completed" },
            { type: "web_search_call", id: "ws_2", status: "completed" },
            { type: "file_search_call", id: "fs_1", status: "completed", queries: [] },
            { type: "code_interpreter_call", id: "ci_1", container_id: "cntr_1" },
            { type: "code_interpreter_call", id: "ci_2", container_id: "cntr_1" },
          ],
        }),
      ),
    );
    await client.responses.create({ model: "gpt-5.4", input: "Hi" });
    await recorder.close();
    const [batch, tools] = (await recordsOf(to)).toSorted((a, b) => (a.record.id < b.record.id ? -1 : 1));
    // 1M input tokens of gpt-4o at half of $2.50.
    expect(batch).toMatchObject({
      record: { id: "batch_1", requests: 38, serviceTier: "batch" },
      charge: { usd: 1_250_000_000_000n },
    });
    expect(tools?.record.usage).toMatchObject({ webSearches: 2, fileSearches: 1, codeSessions: 1 });
  });

  test("what fails fails as before, and nothing is recorded for it", async () => {
    await using api = await fakeOpenAi();
    const recorder = openRecorder({ to: newLedger(), clock });
    const client = recorder.wrap(api.client());
    api.answers.set("POST /chat/completions", json({ error: { message: "Rate limit", type: "rate_limit" } }, 429));
    await expect(client.chat.completions.create({ model: "gpt-4o-mini", messages: [] })).rejects.toBeInstanceOf(
      OpenAI.RateLimitError,
    );
    api.answers.set("GET /models", json({ object: "list", data: [{ id: "gpt-4o", object: "model" }] }));
    const models = [];
    for await (const model of client.models.list()) models.push(model.id);
    expect(models).toEqual(["gpt-4o"]);
    expect(recorder.stats).toMatchObject({ seen: 0, unseen: 0 });
    expect(() => recorder.wrap({ chat: {} })).toThrow("not a client");
    await recorder.close();
  });

  test("tags follow the work that makes the call; a client made from a wrapped one is wrapped", async () => {
    await using api = await fakeOpenAi();
    const to = newLedger();
    const recorder = openRecorder({ to, clock, tags: { workload: "assistant", user: "nobody" } });
    const client = recorder.wrap(api.client()).withOptions({ timeout: 5_000 });
    const ask = async (id: string) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      api.answers.set("POST /chat/completions", json(chat(id)));
      await client.chat.completions.create({ model: "gpt-4o-mini", messages: [] });
    };
    await tagged({ user: "ada" }, () =>
      tagged({ conversation: "c-1", tenant: "acme", ["__proto__"]: "own" }, () => ask("one")),
    );
    await ask("two");
    await recorder.close();
    const records = await recordsOf(to);
    expect(
      records.map(({ record }) => [record.id, record.user, record.conversation, record.workload, record.tags]),
    ).toEqual([
      ["one", "ada", "c-1", "assistant", { tenant: "acme", ["__proto__"]: "own" }],
      ["two", "nobody", undefined, "assistant", {}],
    ]);
    expect(Object.keys(records[0]?.record.tags ?? {})).toContain("__proto__");
  });

  test("Azure's client stays one", async () => {
    const recorder = openRecorder({ to: newLedger(), clock });
    const azure = new AzureOpenAI({ apiKey: "k", endpoint: "https://x.openai.azure.com", apiVersion: "2026-01-01" });
    expect(recorder.wrap(azure)).toBeInstanceOf(AzureOpenAI);
    await recorder.close();
  });
});
