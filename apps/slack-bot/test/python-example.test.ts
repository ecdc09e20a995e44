import { spawn, spawnSync } from "node:child_process";
import { createServer } from "node:http";
import { join } from "node:path";
import { scanRecords } from "@runrate/ledger";
import { expect, test } from "vitest";
import { tracesEndpoint } from "../src/http/traces-endpoint.ts";
import { ingestServer, TOKEN } from "./ingest-server.ts";

const APP = join(import.meta.dirname, "../../../examples/python-otlp/app.py");
const PYTHON = process.env["RUNRATE_PYTHON"] ?? "python3";
const isAtHand = spawnSync(PYTHON, ["-c", "import sys; sys.exit(sys.version_info < (3, 10))"]).status === 0;
if (!isAtHand) console.warn("examples/python-otlp is not run: there is no python3 of 3.10 or newer");

test.skipIf(!isAtHand)("the Python service's call is in the ledger, with its workload, user and project", async () => {
  await using server = await ingestServer(tracesEndpoint);
  const model = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(
      JSON.stringify({
        id: "chatcmpl-1",
        model: "gpt-4o-mini-2024-07-18",
        choices: [{ message: { content: "Spend, extrapolated." } }],
        usage: { prompt_tokens: 2_000, completion_tokens: 500, prompt_tokens_details: { cached_tokens: 1_000 } },
      }),
    );
  });
  await new Promise<void>((resolve) => model.listen(0, "127.0.0.1", resolve));
  const address = model.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const env = {
    ...process.env,
    RUNRATE_URL: server.url,
    RUNRATE_TOKEN: TOKEN,
    OPENAI_API_KEY: "sk-none",
    OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`,
  };
  const child = spawn(PYTHON, [APP, "What is a run rate?"], { env });
  const [stdout, code] = await Promise.all([
    child.stdout.setEncoding("utf8").toArray(),
    new Promise((resolve) => child.once("close", resolve)),
  ]);
  await new Promise((resolve) => model.close(resolve));
  expect([code, stdout.join("")]).toEqual([0, "Spend, extrapolated.\n"]);
  const records = [];
  for await (const { record } of scanRecords(server.ledger, { from: 0, to: Date.UTC(2101, 0, 1) }))
    records.push(record);
  expect(records).toMatchObject([
    {
      model: "gpt-4o-mini-2024-07-18",
      user: "u-17",
      workload: "answer-question",
      project: "helpdesk",
      usage: { inputTokens: 2_000, cachedInputTokens: 1_000, outputTokens: 500 },
      tags: { service: "support" },
    },
  ]);
});
