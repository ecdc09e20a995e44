import { ledgerRecord, openLedger, type LedgerRecord } from "@runrate/ledger";
import { picoUsd } from "@runrate/core";
import { startPostgres } from "@runrate/test-postgres";
import pg from "pg";
import { rowOf, type Bench } from "../bench-row.ts";
import { median } from "../side-by-side.ts";

const BATCH = 1_000;
/** Batches of each contender in a turn, so that both meet the same moments of the machine. */
const BATCHES_A_TURN = 10;
const TURNS = 7;

/** Calls three seconds apart, of 200 combinations of project and user, as a service of some size sends them. */
function calls(batch: number): LedgerRecord[] {
  return Array.from({ length: BATCH }, (_, index) => {
    const number = batch * BATCH + index;
    return ledgerRecord(
      {
        id: `call_${number.toString(36).padStart(12, "0")}`,
        at: Date.UTC(2026, 10, 1) + number * 3_000,
        model: "gpt-4o-mini",
        serviceTier: "standard",
        usage: {
          inputTokens: 1_000 + (number % 777),
          cachedInputTokens: (number % 5) * 100,
          outputTokens: 100 + (number % 333),
        },
        requests: 1,
        project: `project-${number % 20}`,
        user: `user-${number % 10}`,
        tags: {},
        source: "http",
      },
      () => {
        const usd = picoUsd(600_000_000n + BigInt(number % 1_000));
        return { provider: "openai", charge: { kind: "priced", usd, usdLow: usd, usdHigh: usd } };
      },
    );
  });
}

const INSERT = `insert into bare select * from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[],
  $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[]) on conflict do nothing`;

async function insertBare(client: pg.Client, records: readonly LedgerRecord[]): Promise<void> {
  const usd = records.map(({ charge }) => (charge.kind === "priced" ? charge.usd : 0n));
  await client.query(INSERT, [
    records.map(({ record }) => record.id),
    records.map(({ record }) => record.at),
    records.map(({ record }) => record.model),
    records.map(({ record }) => record.project),
    records.map(({ record }) => record.user),
    records.map(({ record }) => record.usage.inputTokens),
    records.map(({ record }) => record.usage.cachedInputTokens),
    records.map(({ record }) => record.usage.outputTokens),
    usd.map((amount) => String(amount / 1_000_000n)),
    usd.map((amount) => String(amount % 1_000_000n)),
  ]);
}

const postgresIngest: Bench = {
  name: "ingest into PostgreSQL",
  async run() {
    // Durable, as in production: commits wait for the disk.
    const server = await startPostgres(true);
    try {
      const ledger = await openLedger(server.url, { clock: () => Date.now() });
      const client = new pg.Client({ connectionString: server.url });
      await client.connect();
      await client.query(`create table bare (id text primary key, at bigint, model text, project text, "user" text,
        input bigint, cached bigint, output bigint, usd_micro bigint, usd_pico bigint)`);
      const rates = { ours: [] as number[], bare: [] as number[] };
      let next = 0;
      for (let turn = 0; turn <= TURNS; turn += 1) {
        const batches = Array.from({ length: BATCHES_A_TURN }, () => calls(next++));
        const time = async (work: (records: LedgerRecord[]) => Promise<unknown>) => {
          const start = performance.now();
          for (const batch of batches) await work(batch);
          return (BATCHES_A_TURN * BATCH) / ((performance.now() - start) / 1_000);
        };
        const ours = await time((batch) => ledger.append(batch));
        const bare = await time((batch) => insertBare(client, batch));
        // The first turn warms both up.
        if (turn > 0) {
          rates.ours.push(ours);
          rates.bare.push(bare);
        }
      }
      await client.end();
      await ledger.close();
      return [
        rowOf({
          name: "PostgreSQL ingest, with dedupe, roll-ups and change feed",
          unit: "records/s",
          ours: median(rates.ours),
          peerName: "bare unnest insert, same key",
          peer: median(rates.bare),
          goal: { atLeast: 0.5 },
        }),
      ];
    } finally {
      await server.stop();
    }
  },
};

export default postgresIngest;
