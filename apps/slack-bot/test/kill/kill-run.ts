import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { listBudgets, periodAlerts, setBudget, type Budget } from "@runrate/budgets";
import { parseUsd, picoUsd, thresholdUnits, toDecimal, unitsOf } from "@runrate/core";
import { openLedger, querySpend, type LedgerStore } from "@runrate/ledger";
import { startSandbox, type Sandbox } from "@runrate/slack-sandbox";
import { z } from "zod";
import { KillableBot } from "./killable-bot.ts";
import { Random } from "./random.ts";

/** What a run does. */
export interface KillRunOptions {
  readonly kills: number;
  /** The same seed is the same usage, the same faults and the same moments of death. */
  readonly seed: number;
  /** A ledger of its own; default: a SQLite file that is gone afterwards. */
  readonly ledgerUrl?: string;
  /** How many bots share the ledger; default 1. Of several, some are frozen for a while instead of killed. */
  readonly replicas?: number;
  readonly onKill?: (count: number) => void;
}

/** What a run found. */
export interface KillRunResult {
  readonly kills: number;
  readonly records: number;
  readonly alerts: number;
  /** Messages after the first of their alert, each marked as a possible repeat. */
  readonly repeats: number;
  /** What went wrong, each a sentence; empty when all is well. */
  readonly faults: readonly string[];
}

const NOW = Date.UTC(2026, 10, 24, 12);
const PERIOD = Date.UTC(2026, 10, 1);
const TOKEN = "a-token-for-the-tests";
const CHANNELS = ["C1", "C2", "C3"];
/** gpt-4o: $2.50 a million input tokens, so 4,000 of them are a cent. */
const CENT_TOKENS = 4_000;

/**
 * Kills the bot at random moments while usage that crosses thresholds comes in, then lets it finish and counts: every alert has
 * arrived once, or its further messages say that they may be repeats; no record is lost or counted twice.
 */
export async function killRun(options: KillRunOptions): Promise<KillRunResult> {
  const { kills, seed, replicas = 1, onKill } = options;
  const random = new Random(seed);
  const folder = mkdtempSync(join(tmpdir(), "runrate-kill-"));
  const { ledgerUrl = `sqlite:${join(folder, "ledger.db")}` } = options;
  await using sandbox = await startSandbox({
    workspace: { channels: CHANNELS.map((id) => ({ id, name: id.toLowerCase() })) },
  });
  const ledger = await openLedger(ledgerUrl, { clock: () => NOW });
  const environment = { ...sandbox.environment(), RUNRATE_INGEST_TOKEN: TOKEN };
  const bots = Array.from({ length: replicas }, () => new KillableBot(ledgerUrl, NOW, environment));
  try {
    // A threshold for every few kills, so that there is always one near.
    const steps = Math.min(200, Math.max(6, kills));
    for (const channel of CHANNELS) await makeBudget(ledger, channel, steps);
    const stream = new Stream(random, steps);
    const faults = new Trouble(sandbox, random);
    await Promise.all(bots.map((bot) => bot.start()));
    const sending = stream.send(bots);
    for (let count = 1; count <= kills; count += 1) {
      faults.plan();
      await sleep(random.below(700));
      const chosen = random.below(replicas);
      const victim = bots[chosen];
      const other = replicas === 1 ? undefined : bots[(chosen + 1) % replicas];
      other?.freeze();
      await victim?.kill();
      onKill?.(count);
      await sleep(replicas === 1 ? 0 : random.below(900));
      other?.thaw();
      await victim?.start();
    }
    faults.end();
    stream.finish();
    await sending;
    await untilDelivered(ledger);
    return await judge(ledger, sandbox, stream, kills);
  } finally {
    await Promise.all(bots.map((bot) => bot.kill()));
    await ledger.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function makeBudget(ledger: LedgerStore, channel: string, steps: number): Promise<void> {
  const percents = Array.from({ length: steps }, (_, index) =>
    String(Number((((index + 1) * 100) / steps).toFixed(4))),
  );
  await setBudget(
    ledger,
    {
      amount: { kind: "usd", usd: picoUsd(parseUsd("0.01") * BigInt(steps)) },
      period: "month",
      scope: [{ dimension: "project", values: [channel] }],
      thresholds: { actual: percents, forecast: [] },
      name: channel,
    },
    { channel, zone: "UTC" },
    { actor: "harness" },
  );
}

/** Usage that comes in all the time: batches that are sent until they are acknowledged, some of them twice. */
class Stream {
  readonly #random: Random;
  readonly #left: Map<string, number>;
  #isFinishing = false;
  /** Cents by channel that have been acknowledged as durable. */
  readonly cents = new Map<string, number>();
  records = 0;

  constructor(random: Random, steps: number) {
    this.#random = random;
    // A little over the amount, so that the last threshold is passed.
    this.#left = new Map(CHANNELS.map((channel) => [channel, steps + 3]));
  }

  /** What is left is sent as fast as it goes. */
  finish(): void {
    this.#isFinishing = true;
  }

  async send(bots: readonly KillableBot[]): Promise<void> {
    let sent: string[] = [];
    for (let batch = this.#batch(); batch.length > 0; batch = this.#batch()) {
      await post(this.#random, bots, batch);
      if (this.#random.below(4) === 0) await post(this.#random, bots, sent);
      sent = batch;
      if (!this.#isFinishing) await sleep(this.#random.below(900));
    }
  }

  #batch(): string[] {
    const lines: string[] = [];
    for (const [channel, left] of this.#left) {
      const count = Math.min(left, this.#random.below(3));
      for (let one = 0; one < count; one += 1) {
        this.records += 1;
        const id = `r${this.records}`;
        const at = new Date(NOW - this.#random.below(86_400_000)).toISOString();
        const usage = { input_tokens: CENT_TOKENS, output_tokens: 0 };
        lines.push(JSON.stringify({ id, at, model: "gpt-4o", project: channel, usage }));
      }
      this.#left.set(channel, left - count);
      this.cents.set(channel, (this.cents.get(channel) ?? 0) + count);
    }
    const isOver = [...this.#left.values()].every((left) => left === 0);
    return lines.length === 0 && !isOver ? this.#batch() : lines;
  }
}

/** Sends until an answer says that it is durable, whatever happens to the bots. */
async function post(random: Random, bots: readonly KillableBot[], lines: readonly string[]): Promise<void> {
  while (lines.length > 0) {
    const url = bots[random.below(bots.length)]?.url;
    if (url === undefined) {
      await sleep(20);
      continue;
    }
    try {
      const answer = await fetch(`${url}/v1/usage`, {
        method: "POST",
        headers: { authorization: `Bearer ${TOKEN}` },
        body: lines.join("\n"),
      });
      if (answer.status === 200) return;
    } catch {
      // Killed while it took them in: the same again, to the next one.
    }
    await sleep(20);
  }
}

/** Trouble with Slack beside the deaths: late answers, lost answers, a history that cannot be read. */
class Trouble {
  readonly #sandbox: Sandbox;
  readonly #random: Random;
  #planned: Disposable[] = [];

  constructor(sandbox: Sandbox, random: Random) {
    this.#sandbox = sandbox;
    this.#random = random;
  }

  plan(): void {
    this.end();
    const kind = this.#random.below(5);
    const post = { method: "chat.postMessage", times: Number.POSITIVE_INFINITY };
    if (kind === 0) this.#planned.push(this.#sandbox.fail(post, { kind: "delayed", milliseconds: 300 }));
    if (kind === 1) this.#planned.push(this.#sandbox.fail({ ...post, times: 1 }, { kind: "dropped_after" }));
    if (this.#random.below(3) === 0) {
      for (const method of ["conversations.history", "conversations.replies"])
        this.#planned.push(
          this.#sandbox.fail({ method, times: Number.POSITIVE_INFINITY }, { kind: "error", error: "missing_scope" }),
        );
    }
  }

  end(): void {
    for (const planned of this.#planned) planned[Symbol.dispose]();
    this.#planned = [];
  }
}

async function untilDelivered(ledger: LedgerStore): Promise<void> {
  let quiet = 0;
  for (let tries = 0; quiet < 5; tries += 1) {
    if (tries > 3_000) throw new Error("the outbox was not emptied within five minutes");
    const { left } = await ledger.db
      .selectFrom("outbox")
      .select((build) => build.fn.countAll<bigint>().as("left"))
      .where("state", "in", ["pending", "sending"])
      .executeTakeFirstOrThrow();
    quiet = left === 0n ? quiet + 1 : 0;
    await sleep(quiet === 0 ? 100 : 300);
  }
}

async function judge(ledger: LedgerStore, sandbox: Sandbox, stream: Stream, kills: number): Promise<KillRunResult> {
  const faults: string[] = [];
  let alerts = 0;
  let repeats = 0;
  const { total } = await querySpend(ledger, { from: 0, to: NOW * 2, zone: "UTC", by: [], where: [] });
  const cents = [...stream.cents.values()].reduce((sum, one) => sum + one, 0);
  const expected = picoUsd(parseUsd("0.01") * BigInt(cents));
  if (total.records !== BigInt(stream.records))
    faults.push(`${stream.records} records were sent, ${total.records} are stored`);
  if (total.usd !== expected) faults.push(`$${toDecimal(expected)} were sent, $${toDecimal(total.usd)} are stored`);
  for (const budget of await listBudgets(ledger)) {
    const channel = budget.terms.channel ?? "";
    const known = await periodAlerts(ledger, budget.id, PERIOD);
    faults.push(
      ...missing(
        budget,
        known.map(({ percent }) => percent),
        stream.cents.get(channel) ?? 0,
      ),
    );
    const messages = alertMessages(sandbox, channel);
    for (const { percent, told } of known) {
      if (told !== "message") continue;
      alerts += 1;
      const own = messages.filter(({ percent: about }) => about === percent);
      if (own.length === 0) faults.push(`${channel}: the alert at ${percent} % did not arrive`);
      const unmarked = own.filter(({ isMarked }) => !isMarked);
      if (unmarked.length > 1)
        faults.push(`${channel}: the alert at ${percent} % arrived ${own.length} times, not marked`);
      repeats += Math.max(0, own.length - 1);
    }
    const told = new Set(known.map(({ percent }) => percent));
    for (const { percent } of messages)
      if (!told.has(percent)) faults.push(`${channel}: ${percent} % was told and is not known`);
  }
  for (const violation of sandbox.takeViolations()) faults.push(violation.message);
  return { kills, records: stream.records, alerts, repeats, faults };
}

function missing({ name, terms }: Budget, told: readonly string[], cents: number): string[] {
  const spent = parseUsd("0.01") * BigInt(cents);
  return terms.thresholds.actual
    .filter((percent) => spent >= thresholdUnits(unitsOf(terms.amount), percent) && !told.includes(percent))
    .map((percent) => `${name}: ${percent} % was reached and is not known`);
}

/** The alerts that stand in a channel, by the threshold that their metadata names. */
function alertMessages(
  sandbox: Sandbox,
  channel: string,
): readonly { readonly percent: string; readonly isMarked: boolean }[] {
  return sandbox.channel(channel).messages.flatMap((message) => {
    const payload = metadata.safeParse(message.metadata);
    return payload.success
      ? [{ percent: payload.data.event_payload.threshold, isMarked: payload.data.event_payload.possible_repeat }]
      : [];
  });
}

const metadata = z.object({ event_payload: z.object({ threshold: z.string(), possible_repeat: z.boolean() }) });
