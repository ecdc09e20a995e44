import { describeCall, findingCommand, tableCalls, type BillReport, type Reproduction } from "@runrate/bill";
import { formatSigned, parseUsd, picoUsd } from "@runrate/core";

export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly title: string;
}

/** GitHub shows ten of each level for a step. */
const MOST = 10;

/** A bounded list of annotations: what would not be shown is not sent. */
export class Annotations {
  readonly #emit: (annotation: Annotation) => void;
  readonly #counts = { error: 0, warning: 0, notice: 0 };

  constructor(emit: (annotation: Annotation) => void) {
    this.#emit = emit;
  }

  add(annotation: Annotation): void {
    if (this.#counts[annotation.level] >= MOST) return;
    this.#counts[annotation.level] += 1;
    this.#emit(annotation);
  }
}

const LEVELS = { fail: "error", warn: "warning", pass: "notice" } as const;

/** The changed calls at their lines, those that move the most first; a call that is gone has no line. */
export function callAnnotations(report: BillReport, reproduction: Reproduction): readonly Annotation[] {
  return tableCalls(report).flatMap((call): Annotation[] => {
    const { first } = call;
    if (first.after === null) return [];
    const isUp = call.changes.some(({ direction }) => direction === "up" || direction === "unknown");
    const level = isUp ? LEVELS[report.verdict.policy] : "notice";
    return [
      {
        level,
        file: first.path,
        line: first.line,
        title: "LLM spend",
        message: `${describeCall(call)}: ${effect(call.changes[0] ?? first)}. Reproduce: ${findingCommand(reproduction, first)}`,
      },
    ];
  });
}

function effect(change: BillReport["changes"][number]): string {
  const { monthly_usd: monthly, per_call_usd: perCall, volume, direction } = change;
  if (monthly)
    return `${volume?.share === "at-most" ? "at most " : ""}${formatSigned(parseUsd(monthly.delta))} a month`;
  if (perCall) {
    const delta = (parseUsd(perCall.after) - parseUsd(perCall.before)) * 1_000n;
    if (delta !== 0n) return `${formatSigned(picoUsd(delta))} per 1,000 calls`;
  }
  const words = { up: "raises", down: "lowers", none: "does not change", unknown: "may raise or lower" } as const;
  return `${words[direction]} spend; how much is not known`;
}
