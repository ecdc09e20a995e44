import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { chat, fakeOpenAi, type Answer } from "./fake-openai.ts";

const SERVICE = fileURLToPath(new URL("../../../examples/node-service/service.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "runrate-example-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.skipIf(process.platform === "win32")(
  "the example service answers, records who asked, keeps to its budget and sends what waits when it is ended",
  async () => {
    await using api = await fakeOpenAi();
    let calls = 0;
    const complete: Answer = (request, response) => {
      calls += 1;
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(chat(`chatcmpl-${calls}`, { model: request.body["model"] })));
    };
    api.answers.set("POST /chat/completions", complete);
    const stored: Record<string, unknown>[] = [];
    const ledger = createServer(async (request, response) => {
      let text = "";
      for await (const chunk of request) text += String(chunk);
      const lines = text.split("\n").map((line): Record<string, unknown> => JSON.parse(line));
      stored.push(...lines);
      response.end(JSON.stringify({ stored: lines.length, duplicates: 0, rejected: [] }));
    });
    ledger.listen(0, "127.0.0.1");
    await once(ledger, "listening");
    const address = ledger.address();
    const service = spawn(process.execPath, [SERVICE], {
      cwd: folder,
      stdio: ["ignore", "pipe", "inherit"],
      env: {
        ...process.env,
        NODE_NO_WARNINGS: "1",
        OPENAI_API_KEY: "k",
        OPENAI_BASE_URL: api.url,
        RUNRATE_URL: `http://127.0.0.1:${address !== null && typeof address !== "string" ? address.port : 0}`,
        GIT_COMMIT: "abc123",
        DAILY_USD: "0.012",
        PORT: "0",
      },
    });
    try {
      const [line]: unknown[] = await once(service.stdout, "data");
      const base = `http://127.0.0.1:${/\d+/.exec(String(line))?.[0]}`;
      const ask = (question: string) =>
        fetch(base, { method: "POST", body: JSON.stringify({ question, user: "ada", conversation: "c-1" }) });
      expect(await (await ask("Explain the bill")).json()).toEqual({ answer: "Hello" });
      expect(await (await ask("Debug the design")).json()).toEqual({ answer: "Hello" });
      // $0.0006 of the cheap model and $0.01 of the strong one leave $0.0014; the strong one may take $0.0042.
      await expect
        .poll(async (): Promise<unknown> => await (await fetch(`${base}/usage`)).json())
        .toMatchObject({ budget: { spent: "0.0106", reserved: "0" } });
      const refused = await ask("Debug it again");
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(await refused.json()).toMatchObject({ remaining_usd: "0.0014" });
      service.kill("SIGTERM");
      await once(service, "exit");
      expect(service.exitCode).toBe(0);
      expect(
        stored.map(({ id, model, user, conversation, workload, tags }) => [
          id,
          model,
          user,
          conversation,
          workload,
          tags,
        ]),
      ).toEqual([
        ["chatcmpl-1", "gpt-4o-mini", "ada", "c-1", "answers", { commit: "abc123" }],
        ["chatcmpl-2", "gpt-4o", "ada", "c-1", "answers", { commit: "abc123" }],
      ]);
      expect(api.requests.map(({ body }) => body["max_completion_tokens"])).toEqual([400, 400]);
    } finally {
      service.kill("SIGKILL");
      ledger.close();
    }
  },
);
