import { afterAll, expect, test } from "vitest";
import { openRecorder } from "../src/index.ts";
import { chat, chunk, events, fakeOpenAi, modelResponse } from "./fake-openai.ts";
import { clock, ledgerFolder, recordsOf } from "./ledgers.ts";

const { newLedger, remove } = ledgerFolder();
afterAll(remove);

test("a wrapped client streams as before: a chat's usage chunk is asked for and kept from the application, unless it asked itself", async () => {
  await using api = await fakeOpenAi();
  const to = newLedger();
  const recorder = openRecorder({ to, clock });
  const client = recorder.wrap(api.client());
  const { usage } = chat("x");
  const delta = (content: string, reason: string | null = null) => [
    { index: 0, delta: { role: "assistant", content }, finish_reason: reason },
  ];
  const answer = (id: string) =>
    events([
      chunk(id, { choices: delta("Hel"), usage: null }),
      chunk(id, { choices: delta("lo", "stop"), usage: null }),
      chunk(id, { choices: [], usage }),
    ]);
  const messages = [{ role: "user" as const, content: "Hi" }];
  api.answers.set("POST /chat/completions", answer("chatcmpl-a"));
  const parts = [];
  for await (const part of await client.chat.completions.create({ model: "gpt-4o-mini", messages, stream: true }))
    parts.push(part);
  expect(parts.map((part) => part.choices[0]?.delta.content)).toEqual(["Hel", "lo"]);
  expect(parts.some((part) => "usage" in part)).toBe(false);
  expect(api.requests[0]?.body["stream_options"]).toEqual({ include_usage: true });

  api.answers.set("POST /chat/completions", answer("chatcmpl-b"));
  const asked = await client.chat.completions.create({
    model: "gpt-4o-mini",
    messages,
    stream: true,
    stream_options: { include_usage: true },
  });
  const all = [];
  for await (const part of asked) all.push(part);
  expect(all.at(-1)?.usage).toEqual(usage);

  // The SDK's own helper reads the same stream.
  api.answers.set("POST /chat/completions", answer("chatcmpl-c"));
  expect(await client.chat.completions.stream({ model: "gpt-4o-mini", messages }).finalContent()).toBe("Hello");

  api.answers.set(
    "POST /responses",
    events(
      [
        [
          "response.created",
          { type: "response.created", response: modelResponse("resp_s", { status: "in_progress", usage: null }) },
        ],
        [
          "response.output_text.delta",
          { type: "response.output_text.delta", delta: "Hi", item_id: "msg_1", output_index: 0, content_index: 0 },
        ],
        ["response.completed", { type: "response.completed", response: modelResponse("resp_s") }],
      ],
      false,
    ),
  );
  const kinds = [];
  for await (const event of await client.responses.create({ model: "gpt-5.4", input: "Hi", stream: true }))
    kinds.push(event.type);
  expect(kinds).toEqual(["response.created", "response.output_text.delta", "response.completed"]);
  await recorder.close();
  expect((await recordsOf(to)).map(({ record }) => record.id).toSorted()).toEqual([
    "chatcmpl-a",
    "chatcmpl-b",
    "chatcmpl-c",
    "resp_s",
  ]);
  expect(recorder.stats).toMatchObject({ seen: 4, unseen: 0 });
});

test("a stream that is broken off is counted as unseen, and its request is ended as before", async () => {
  await using api = await fakeOpenAi();
  const recorder = openRecorder({ to: newLedger(), clock });
  const client = recorder.wrap(api.client());
  api.answers.set(
    "POST /chat/completions",
    events([
      chunk("c", { choices: [{ index: 0, delta: { content: "a" } }] }),
      chunk("c", { choices: [{ index: 0, delta: { content: "b" } }] }),
    ]),
  );
  const stream = await client.chat.completions.create({ model: "gpt-4o-mini", messages: [], stream: true });
  for await (const part of stream) {
    expect(part.choices[0]?.delta.content).toBe("a");
    break;
  }
  expect(stream.controller.signal.aborted).toBe(true);
  expect(recorder.stats).toMatchObject({ seen: 0, unseen: 1 });
  await recorder.close();
});
