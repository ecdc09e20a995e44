import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundledCatalogue } from "@runrate/catalogue";
import { parseConfig, readEnvironment } from "@runrate/config";
import { openLedger } from "@runrate/ledger";
import { createLog, startBot } from "@runrate/slack-bot";
import Database from "better-sqlite3";
import { rowOf, type Bench } from "../bench-row.ts";
import { median } from "../side-by-side.ts";

const BATCH = 1_000;
/** Requests of each contender in a turn, so that all meet the same moments of the machine. */
const BATCHES_A_TURN = 5;
const TURNS = 5;
const TOKEN = "a-token-for-the-bench";
const START = Date.UTC(2026, 10, 1);

/** One call of many, as a service of some size makes them: three seconds apart, 20 projects, 10 users. */
function call(number: number) {
  return {
    id: `call_${number.toString(36).padStart(12, "0")}`,
    at: START + number * 3_000,
    model: "gpt-4o-mini",
    project: `project-${number % 20}`,
    user: `user-${number % 10}`,
    input: 1_000 + (number % 777),
    cached: (number % 5) * 100,
    output: 100 + (number % 333),
  };
}

type Call = ReturnType<typeof call>;

function lines(calls: readonly Call[]): string {
  return calls
    .map(({ id, at, model, project, user, input, cached, output }) =>
      JSON.stringify({
        id,
        at: new Date(at).toISOString(),
        model,
        project,
        user,
        usage: { input_tokens: input, cached_input_tokens: cached, output_tokens: output },
      }),
    )
    .join("\n");
}

function traces(calls: readonly Call[]): string {
  const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
  const count = (key: string, value: number) => ({ key, value: { intValue: String(value) } });
  const spans = calls.map((one, index) => ({
    traceId: one.id.padEnd(32, "0").replaceAll(/[^0-9a-f]/g, "a"),
    spanId: (one.at + index).toString(16).padStart(16, "0"),
    name: "chat",
    kind: 3,
    startTimeUnixNano: `${one.at}000000`,
    attributes: [
      text("gen_ai.operation.name", "chat"),
      text("gen_ai.provider.name", "openai"),
      text("gen_ai.request.model", one.model),
      text("gen_ai.response.id", `otlp_${one.id}`),
      text("user.id", one.user),
      text("runrate.project", one.project),
      count("gen_ai.usage.input_tokens", one.input),
      count("gen_ai.usage.cache_read.input_tokens", one.cached),
      count("gen_ai.usage.output_tokens", one.output),
    ],
  }));
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ scope: { name: "bench" }, spans }] }] });
}

function bareTable(path: string) {
  const database = new Database(path);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.exec(
    "create table bare (id text primary key, at integer, model text, project text, user text, input integer, cached integer, output integer) without rowid",
  );
  const insert = database.prepare("insert or ignore into bare values (?, ?, ?, ?, ?, ?, ?, ?)");
  const insertAll = database.transaction((calls: readonly Call[]) => {
    for (const { id, at, model, project, user, input, cached, output } of calls)
      insert.run(id, at, model, project, user, input, cached, output);
  });
  return { insertAll, close: () => database.close() };
}

const httpIngest: Bench = {
  name: "ingest over HTTP and OTLP",
  async run() {
    const folder = mkdtempSync(join(tmpdir(), "runrate-bench-"));
    const catalogue = bundledCatalogue();
    const ledger = await openLedger(`sqlite:${join(folder, "ledger.db")}`, { clock: () => Date.now() });
    const bare = bareTable(join(folder, "bare.db"));
    try {
      await using bot = await startBot({
        environment: readEnvironment({ PORT: "0", RUNRATE_INGEST_TOKEN: TOKEN }),
        config: parseConfig("", "runrate.yml"),
        ledger,
        prices: () => ({ catalogue, list: catalogue, aliases: {} }),
        clock: () => Date.now(),
        log: createLog({ write: () => {} }),
        host: "127.0.0.1",
      });
      const post = async (path: string, body: string) => {
        const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
        const response = await fetch(bot.url + path, { method: "POST", headers, body });
        if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
        await response.text();
      };
      const rates = { http: [] as number[], otlp: [] as number[], bare: [] as number[] };
      let next = 0;
      for (let turn = 0; turn <= TURNS; turn += 1) {
        const batches = () =>
          Array.from({ length: BATCHES_A_TURN }, () => Array.from({ length: BATCH }, () => call((next += 1))));
        const rate = async <T>(works: readonly T[], work: (one: T) => Promise<unknown> | void) => {
          const start = performance.now();
          for (const one of works) await work(one);
          return (BATCHES_A_TURN * BATCH) / ((performance.now() - start) / 1_000);
        };
        const http = await rate(batches().map(lines), (body) => post("/v1/usage", body));
        const otlp = await rate(batches().map(traces), (body) => post("/v1/traces", body));
        const plain = await rate(batches(), (calls) => bare.insertAll(calls));
        // The first turn warms all of them up.
        if (turn === 0) continue;
        rates.http.push(http);
        rates.otlp.push(otlp);
        rates.bare.push(plain);
      }
      const row = (name: string, ours: readonly number[], atLeast: number) =>
        rowOf({
          name,
          unit: "records/s",
          ours: median(ours),
          peerName: "bare insert into SQLite, same key, 1,000 a transaction",
          peer: median(rates.bare),
          goal: { atLeast },
        });
      return [
        row("POST /v1/usage: parsed, priced, deduplicated, rolled up, durable", rates.http, 0.1),
        row("POST /v1/traces: OTLP in JSON, the same", rates.otlp, 0.05),
      ];
    } finally {
      bare.close();
      await ledger.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

export default httpIngest;
