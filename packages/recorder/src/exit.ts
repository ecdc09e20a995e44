import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";
import type { UsageLine } from "./usage-line.ts";

const lineSchema = z.record(z.string(), z.unknown());

/**
 * Sends what waits when the process runs out of work; what is left when it ends at once goes into the spool, if there is one.
 * Signals are the application's: it calls `close()` in its own handler.
 *
 * @returns takes the listeners away
 */
export function flushAtExit(
  flush: () => Promise<void>,
  waiting: () => readonly UsageLine[],
  spool: string | undefined,
): () => void {
  let isFlushing = false;
  const onBeforeExit = () => {
    if (isFlushing || waiting().length === 0) return;
    isFlushing = true;
    void flush().catch(() => {});
  };
  const onExit = () => {
    const lines = waiting();
    if (spool === undefined || lines.length === 0) return;
    try {
      writeFileSync(spool, `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`, { flag: "a", mode: 0o600 });
    } catch {
      process.stderr.write(`runrate: ${lines.length} calls are not recorded: ${spool} cannot be written\n`);
    }
  };
  process.on("beforeExit", onBeforeExit);
  process.on("exit", onExit);
  return () => {
    process.off("beforeExit", onBeforeExit);
    process.off("exit", onExit);
  };
}

/** What an earlier process left behind. The file is taken away first, so that two processes do not send it twice. */
export function readSpool(spool: string | undefined): readonly UsageLine[] {
  if (spool === undefined || !existsSync(spool)) return [];
  const taken = `${spool}.${process.pid}`;
  try {
    renameSync(spool, taken);
    const lines = readFileSync(taken, "utf8")
      .split("\n")
      .filter((text) => text.trim() !== "");
    rmSync(taken);
    return lines.flatMap((text) => readLine(text));
  } catch {
    return [];
  }
}

function readLine(text: string): readonly UsageLine[] {
  try {
    const parsed = lineSchema.safeParse(JSON.parse(text));
    return parsed.success ? [parsed.data] : [];
  } catch {
    return [];
  }
}
