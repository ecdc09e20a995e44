import { gzipSync } from "node:zlib";
import { bundledCatalogue } from "@runrate/catalogue";
import { parseConfig, readEnvironment } from "@runrate/config";
import { openLedger } from "@runrate/ledger";
import { createLog, startBot } from "@runrate/slack-bot";
import { startPostgres } from "@runrate/test-postgres";
import pg from "pg";
import { rowOf, type Bench } from "../bench-row.ts";
import { median } from "../side-by-side.ts";

/** Records of a large post: what one transaction holds. */
const LARGE = 1_000;
/** Records of a small post, as a short-lived worker sends them. */
const SMALL = 5;
/** Posts of each contender in a turn, so that all meet the same moments of the machine. */
const LARGE_A_TURN = 12;
const SMALL_A_TURN = 200;
const TURNS = 5;
const LARGE_CLIENTS = 4;
const SMALL_CLIENTS = 32;
const TOKEN = "a-token-for-the-bench";

/** One call of many, as a service of some size makes them: three seconds apart, 20 projects, 10 users. */
function call(number: number) {
  return {
    id: `call_${number.toString(36).padStart(12, "0")}`,
    at: Date.UTC(2026, 10, 1) + number * 3_000,
    model: "gpt-4o-mini",
    project: `project-${number % 20}`,
    user: `user-${number % 10}`,
    input: 1_000 + (number % 777),
    cached: (number % 5) * 100,
    output: 100 + (number % 333),
  };
}

type Call = ReturnType<typeof call>;

function lines(calls: readonly Call[]): Uint8Array<ArrayBuffer> {
  const text = calls.map(({ id, at, model, project, user, input, cached, output }) => {
    const usage = { input_tokens: input, cached_input_tokens: cached, output_tokens: output };
    return JSON.stringify({ id, at: new Date(at).toISOString(), model, project, user, usage });
  });
  return new Uint8Array(gzipSync(text.join("\n"), { level: 1 }));
}

const INSERT = `insert into bare select * from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[],
  $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[]) on conflict do nothing`;

async function insertBare(client: pg.Client, calls: readonly Call[]): Promise<void> {
  await client.query(INSERT, [
    calls.map(({ id }) => id),
    calls.map(({ at }) => at),
    calls.map(({ model }) => model),
    calls.map(({ project }) => project),
    calls.map(({ user }) => user),
    calls.map(({ input }) => input),
    calls.map(({ cached }) => cached),
    calls.map(({ output }) => output),
    calls.map(({ input }) => input * 150),
    calls.map(() => 0),
  ]);
}

/** Does all works, as many at once as there are clients. @returns the seconds that it took */
async function by<Work>(clients: number, works: readonly Work[], work: (one: Work) => Promise<void>): Promise<number> {
  const waiting = works.values();
  const start = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (const one of waiting) await work(one);
    }),
  );
  return (performance.now() - start) / 1_000;
}

const postgresHttpIngest: Bench = {
  name: "ingest over HTTP into PostgreSQL",
  async run() {
    // Durable, as in production: commits wait for the disk.
    const server = await startPostgres(true);
    const catalogue = bundledCatalogue();
    const ledger = await openLedger(server.url, { clock: () => Date.now() });
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    try {
      await client.query(`create table bare (id text primary key, at bigint, model text, project text, "user" text,
        input bigint, cached bigint, output bigint, usd_micro bigint, usd_pico bigint)`);
      await using bot = await startBot({
        environment: readEnvironment({ PORT: "0", RUNRATE_INGEST_TOKEN: TOKEN }),
        config: parseConfig("", "runrate.yml"),
        ledger,
        prices: () => ({ catalogue, list: catalogue, aliases: {} }),
        clock: () => Date.now(),
        log: createLog({ write: () => {} }),
        host: "127.0.0.1",
      });
      const headers = {
        authorization: `Bearer ${TOKEN}`,
        "content-type": "application/x-ndjson",
        "content-encoding": "gzip",
      };
      const post = async (body: Uint8Array<ArrayBuffer>) => {
        const response = await fetch(`${bot.url}/v1/usage`, { method: "POST", headers, body });
        const answer = await response.text();
        if (response.status !== 200) throw new Error(`/v1/usage answered ${response.status}: ${answer}`);
      };
      let next = 0;
      const batches = (count: number, size: number) =>
        Array.from({ length: count }, () => Array.from({ length: size }, () => call((next += 1))));
      const rates = { large: [] as number[], bare: [] as number[], small: [] as number[], single: [] as number[] };
      for (let turn = 0; turn <= TURNS; turn += 1) {
        const largeCalls = batches(LARGE_A_TURN, LARGE);
        const large = await by(LARGE_CLIENTS, largeCalls.map(lines), post);
        const bare = await by(1, largeCalls, (calls) => insertBare(client, calls));
        const smallCalls = batches(SMALL_A_TURN, SMALL);
        const small = await by(SMALL_CLIENTS, smallCalls.map(lines), post);
        const later = batches(SMALL_A_TURN, SMALL);
        const single = await by(1, later, (calls) => insertBare(client, calls));
        // The first turn warms all of them up.
        if (turn === 0) continue;
        rates.large.push((LARGE_A_TURN * LARGE) / large);
        rates.bare.push((LARGE_A_TURN * LARGE) / bare);
        rates.small.push(SMALL_A_TURN / small);
        rates.single.push(SMALL_A_TURN / single);
      }
      return [
        rowOf({
          name: `POST /v1/usage on PostgreSQL: ${LARGE_CLIENTS} clients, ${LARGE} records a post, gzip`,
          unit: "records/s",
          ours: median(rates.large),
          peerName: "bare unnest insert, same rows, same key",
          peer: median(rates.bare),
          goal: { atLeast: 0.5 },
        }),
        rowOf({
          name: `POST /v1/usage on PostgreSQL: ${SMALL_CLIENTS} clients, ${SMALL} records a post`,
          unit: "posts/s",
          ours: median(rates.small),
          peerName: "bare unnest insert of each post, one after another",
          peer: median(rates.single),
          goal: { atLeast: 0.5 },
        }),
      ];
    } finally {
      await client.end();
      await ledger.close();
      await server.stop();
    }
  },
};

export default postgresHttpIngest;
