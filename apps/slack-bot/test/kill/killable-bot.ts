import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A bot in a process of its own that dies by SIGKILL and is started anew. */
export class KillableBot {
  readonly #ledgerUrl: string;
  readonly #now: number;
  readonly #environment: Readonly<Record<string, string>>;
  #child: ChildProcess | undefined;
  #url: string | undefined;

  constructor(ledgerUrl: string, now: number, environment: Readonly<Record<string, string>>) {
    this.#ledgerUrl = ledgerUrl;
    this.#now = now;
    this.#environment = environment;
  }

  /** Where it listens; undefined while it does not. */
  get url(): string | undefined {
    return this.#url;
  }

  /** Starts it; resolves when it listens. @throws Error with what it wrote when it ends instead */
  async start(): Promise<void> {
    const file = fileURLToPath(new URL("bot-process.ts", import.meta.url));
    const child = spawn(process.execPath, [file, this.#ledgerUrl, String(this.#now)], {
      env: { ...process.env, ...this.#environment, PORT: "0" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors = (errors + text).slice(-4_000);
    });
    const ended = once(child, "exit").then(([code]) => {
      throw new Error(`the bot ended with ${String(code)}: ${errors}`);
    });
    const listening = once(child.stdout.setEncoding("utf8"), "data").then(([line]) => String(line).trim());
    ended.catch(() => undefined);
    this.#url = await Promise.race([listening, ended]);
  }

  /** Stops it where it is, as a machine that swaps or a paused container does. */
  freeze(): void {
    this.#child?.kill("SIGSTOP");
  }

  thaw(): void {
    this.#child?.kill("SIGCONT");
  }

  /** kill -9; resolves when it is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    this.#url = undefined;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }
}
