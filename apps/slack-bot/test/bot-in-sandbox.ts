import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundledCatalogue } from "@runrate/catalogue";
import { parseConfig, readEnvironment } from "@runrate/config";
import { ledgerSettings } from "@runrate/ask";
import { applyOverrides, compilePricer, type Catalogue } from "@runrate/core";
import { ingestLines, openLedger, recordPricer, type LedgerStore } from "@runrate/ledger";
import { startSandbox, type Sandbox, type SandboxOptions } from "@runrate/slack-sandbox";
import type { MakePart } from "../src/bot.ts";
import { createLog } from "../src/log.ts";
import { startBot } from "../src/start-bot.ts";

/** Noon of 24 November 2026: where the bots' clocks stand. */
export const NOW = Date.UTC(2026, 10, 24, 12);
/** With it the sandbox grants the scopes and delivers the events that Slack would. */
export const MANIFEST: unknown = JSON.parse(readFileSync(new URL("../manifest.json", import.meta.url), "utf8"));
export const INGEST_TOKEN = "a-token-for-the-tests";
const CATALOGUE = bundledCatalogue();
const PRICE = recordPricer(compilePricer(CATALOGUE));

export interface SandboxBotOptions {
  /** `runrate.yml` */
  readonly config?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly mode?: "http" | "socket" | "none";
  readonly sandbox?: SandboxOptions;
  readonly now?: number;
  readonly parts?: readonly MakePart[];
  /** List prices; absent: the bundled ones. */
  readonly list?: Catalogue;
  /** JSON lines of usage. */
  readonly usage?: readonly object[];
  /** Where the ledger is; default a file of the test's own. */
  readonly ledgerUrl?: string;
}

/** The real bot over HTTP or Socket Mode, a fake Slack, and a ledger in a file, all gone at the end of the test. */
export async function botInSandbox(options: SandboxBotOptions = {}): Promise<SandboxBot> {
  const { mode = "http", now = NOW, list = CATALOGUE } = options;
  const folder = mkdtempSync(join(tmpdir(), "runrate-bot-"));
  const config = parseConfig(options.config ?? "", "runrate.yml");
  const url = options.ledgerUrl ?? `sqlite:${join(folder, "ledger.db")}`;
  const ledger = await openLedger(url, {
    clock: () => now,
    settings: ledgerSettings(config),
  });
  const catalogue = applyOverrides(list, config.prices.overrides);
  const lines: string[] = [];
  const sandbox = await startSandbox({ manifest: MANIFEST, ...options.sandbox });
  if (options.usage !== undefined) await storeUsage(ledger, options.usage, now);
  const start = () =>
    startBot({
      environment: readEnvironment({
        PORT: "0",
        RUNRATE_INGEST_TOKEN: INGEST_TOKEN,
        ...(mode === "none" ? {} : sandbox.environment(mode)),
        ...options.environment,
      }),
      config,
      ledger,
      prices: () => ({ catalogue, list, aliases: {} }),
      clock: () => now,
      log: createLog({ write: (line) => void lines.push(line) }),
      host: "127.0.0.1",
      ...(options.parts === undefined ? {} : { parts: options.parts }),
    });
  let bot = await start();
  if (mode === "http") sandbox.connect(`${bot.url}/slack/events`);
  if (mode === "socket") await sandbox.untilConnected();
  return {
    sandbox,
    ledger,
    get url() {
      return bot.url;
    },
    restart: async () => {
      await bot[Symbol.asyncDispose]();
      bot = await start();
      if (mode === "http") sandbox.connect(`${bot.url}/slack/events`);
    },
    importElsewhere: async (usage) => {
      const other = await openLedger(url, { clock: () => now });
      await storeUsage(other, usage, now);
      await other.close();
    },
    logged: () => lines.join(""),
    [Symbol.asyncDispose]: async () => {
      await bot[Symbol.asyncDispose]();
      await sandbox[Symbol.asyncDispose]();
      await ledger.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface SandboxBot extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly ledger: LedgerStore;
  readonly url: string;
  /** Stops the bot and starts it anew on the same ledger. */
  restart(): Promise<void>;
  /** Stores usage as another program does. */
  importElsewhere(usage: readonly object[]): Promise<void>;
  /** Everything that was logged. */
  logged(): string;
}

export async function storeUsage(ledger: LedgerStore, usage: readonly object[], now = NOW): Promise<void> {
  const lines = usage.map((one, index) => JSON.stringify({ id: `u${index}`, ...one })).join("\n");
  const { rejected } = await ingestLines(ledger, Buffer.from(lines), { source: "http", price: PRICE, now });
  if (rejected.length > 0) throw new Error(`the test's usage is rejected: ${JSON.stringify(rejected)}`);
}

/** A call of 1,000,000 input tokens: $2.50 on gpt-4o, $0.15 on gpt-4o-mini. */
export function million(model: string, at: string, more: object = {}): object {
  return { at, model, usage: { input_tokens: 1_000_000, output_tokens: 0 }, ...more };
}
