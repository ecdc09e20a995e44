import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { startSandbox } from "@runrate/slack-sandbox";
import { rowOf, type Bench } from "../bench-row.ts";
import { startServe } from "../serve-process.ts";

const CLI = fileURLToPath(new URL("../../../apps/cli/src/main.ts", import.meta.url));
const RECORDS = 1_400_000;
const IN_FLIGHT = 20;
const QUESTIONS = ["this month by model", "", "why", "last 7 days by project", "forecast"];
/** Slack gives up after 3 s; a person notices from a fifth of a second on. */
const LIMIT_MS = 200;

/**
 * How long Slack waits for the acknowledgement of `/cost`, with 20 commands in flight, while another process imports 1.4 million
 * records into the same SQLite ledger. Server, importer and this client share the machine, and each command is also answered.
 */
const bench: Bench = {
  name: "slack ack under import",
  async run() {
    const folder = mkdtempSync(join(tmpdir(), "runrate-bench-ack-"));
    const ledger = `sqlite:${join(folder, "ledger.db")}`;
    const usage = join(folder, "usage.csv");
    await writeUsage(usage, RECORDS);
    await using sandbox = await startSandbox();
    await using answers = await Answers.open();
    const { process: server, url } = await startServe([process.execPath, CLI], sandbox, ledger);
    const target = { url: `${url}/slack/events`, secret: sandbox.signingSecret, answers };
    try {
      // What is compiled on the first question is not the import's doing.
      await commands(target, 40, () => false);
      const importer = cli(["import", usage, "--ledger", ledger]);
      let isOver = false;
      const imported = once(importer, "exit").then(() => (isOver = true));
      const times = await commands(target, Number.POSITIVE_INFINITY, () => isOver);
      await imported;
      times.sort((a, b) => a - b);
      const p99 = times[Math.floor(times.length * 0.99)] ?? Number.NaN;
      process.stderr.write(`  ${times.length} commands while ${RECORDS} records were imported\n`);
      return [
        rowOf({
          name: "p99 of the ack of /cost, 20 in flight, during an import of 1.4M records",
          unit: "ms",
          ours: p99,
          peerName: "limit",
          peer: LIMIT_MS,
          goal: { atMost: 1 },
        }),
      ];
    } finally {
      server.kill("SIGTERM");
      await once(server, "exit");
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

export default bench;

/** The end of a response URL: it learns that a command has been answered, and nothing else, so that it costs this process little. */
class Answers implements AsyncDisposable {
  readonly #server: Server;
  readonly #waiting = new Map<string, () => void>();
  #last = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(): Promise<Answers> {
    const server = createServer();
    const answers = new Answers(server);
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      request.resume().once("end", () => response.end("ok"));
      answers.#waiting.get(request.url ?? "")?.();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return answers;
  }

  /** A new response URL, and what settles once it has been answered. */
  next(): { readonly url: string; readonly answered: Promise<void> } {
    const path = `/${(this.#last += 1)}`;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.set(path, () => {
      this.#waiting.delete(path);
      resolve();
    });
    const address = this.#server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    return { url: `http://127.0.0.1:${port}${path}`, answered: promise };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Sends commands, so many at once, until enough or until told. @returns how long each waited for its acknowledgement, in milliseconds */
async function commands({ url, secret, answers }: Target, most: number, isOver: () => boolean): Promise<number[]> {
  const times: number[] = [];
  let sent = 0;
  const ask = async (): Promise<void> => {
    while (sent < most && !isOver()) {
      const text = QUESTIONS[(sent += 1) % QUESTIONS.length] ?? "";
      const response = answers.next();
      const body = new URLSearchParams({
        command: "/cost",
        text,
        user_id: "U1",
        channel_id: "C1",
        channel_name: "llm-costs",
        team_id: "T1",
        trigger_id: `bench.${sent}.${performance.now()}`,
        response_url: response.url,
      }).toString();
      const signedAt = String(Math.floor(Date.now() / 1_000));
      const signature = createHmac("sha256", secret).update(`v0:${signedAt}:${body}`).digest("hex");
      const at = performance.now();
      const { status } = await fetch(url, {
        method: "POST",
        body,
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          "x-slack-request-timestamp": signedAt,
          "x-slack-signature": `v0=${signature}`,
        },
      });
      times.push(performance.now() - at);
      if (status !== 200) throw new Error(`a command was answered with ${status}`);
      // In flight means until answered, not until acknowledged.
      await response.answered;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, ask));
  return times;
}

/** Where commands go, and where their answers come back. */
interface Target {
  readonly url: string;
  readonly secret: string;
  readonly answers: Answers;
}

function cli(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [CLI, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_NO_WARNINGS: "1" },
  });
}

/** Calls of five projects on four models, over the three months that end now. */
async function writeUsage(file: string, records: number): Promise<void> {
  const models = ["gpt-4o", "gpt-4o-mini", "gpt-5.4", "gpt-5.4-mini"];
  const end = Date.now() - 60_000;
  const step = Math.floor((90 * 86_400_000) / records);
  const lines = function* (): Generator<string> {
    yield "ts,project,model,input_tokens,cached_input_tokens,output_tokens\n";
    let block = "";
    for (let index = 0; index < records; index += 1) {
      const at = new Date(end - (records - index) * step).toISOString();
      block += `${at},project-${index % 5},${models[index % models.length]},${100 + (index % 4_000)},${index % 100},${50 + (index % 300)}\n`;
      if (index % 10_000 === 9_999 || index === records - 1) {
        yield block;
        block = "";
      }
    }
  };
  await pipeline(lines(), createWriteStream(file));
}
