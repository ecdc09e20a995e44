import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";
import type { UsageLine } from "./usage-line.ts";

const lineSchema = z.record(z.string(), z.unknown());

/** What is to be done when the process or the recorder ends. */
export interface Ending {
  /** Takes the listeners away and puts what is left into the spool. */
  end(): void;
}

/** What the end of the process finds. */
export interface EndingWork {
  flush(): Promise<void>;
  waiting(): readonly UsageLine[];
  /** What waited was put into the spool. */
  onSpooled(lines: number): void;
  /** What waited is lost, and why. */
  onLost(lines: number, reason: string): void;
}

/**
 * Sends what waits when the process runs out of work; what is left when it ends at once, or when the recorder is closed and cannot
 * send, goes into the spool, if there is one. Signals are the application's: it calls `close()` in its own handler.
 */
export function flushAtExit(work: EndingWork, spool: string | undefined): Ending {
  let isFlushing = false;
  const onBeforeExit = () => {
    if (isFlushing || work.waiting().length === 0) return;
    isFlushing = true;
    void work.flush().catch(() => {});
  };
  const onExit = () => {
    const lines = work.waiting();
    if (lines.length === 0) return;
    if (spool === undefined) return work.onLost(lines.length, "they could not be sent before the end");
    try {
      writeFileSync(spool, `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`, { flag: "a", mode: 0o600 });
      work.onSpooled(lines.length);
    } catch {
      work.onLost(lines.length, `${spool} cannot be written`);
    }
  };
  process.on("beforeExit", onBeforeExit);
  process.on("exit", onExit);
  return {
    end() {
      process.off("beforeExit", onBeforeExit);
      process.off("exit", onExit);
      onExit();
    },
  };
}

/**
 * What an earlier process left behind. The file is taken away first, so that two processes do not send it twice.
 *
 * @param onProblem is told what cannot be read: a file stays, under the name it was taken away to
 */
export function readSpool(spool: string | undefined, onProblem: (what: string) => void): readonly UsageLine[] {
  if (spool === undefined) return [];
  const taken = `${spool}.${process.pid}`;
  try {
    if (!existsSync(spool)) return [];
    renameSync(spool, taken);
    const texts = readFileSync(taken, "utf8")
      .split("\n")
      .filter((text) => text.trim() !== "");
    rmSync(taken);
    const lines = texts.flatMap((text) => readLine(text));
    const broken = texts.length - lines.length;
    if (broken > 0)
      onProblem(`${broken} of the ${texts.length} calls in ${spool} are not recorded: their lines are broken`);
    return lines;
  } catch (error) {
    // Another process took it in between: what it held is that one's to send.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    const reason = error instanceof Error ? error.message : String(error);
    onProblem(`the calls in ${spool} are not recorded: it cannot be read (${reason})`);
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
