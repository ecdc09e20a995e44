import { RunrateError, suggestNames } from "@runrate/core";

/** One thing wrong with a configuration file or the environment. Its message never holds a secret. */
export interface ConfigProblem {
  /** The file, as the caller named it. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** The key it is about, dotted ("workloads.support.calls_per_month"); empty for the file as a whole. */
  readonly key: string;
  readonly message: string;
}

/** "runrate.yml:3:5: workloads.a.calls: must be ..." */
export function describeProblem({ path, line, column, key, message }: ConfigProblem): string {
  return `${path}:${line}:${column}: ${key === "" ? "" : `${key}: `}${message}`;
}

/**
 * All the problems of a file as one error `bad_config`, one readable line; each is in `facts.problems`.
 */
export function configError(problems: readonly ConfigProblem[]): RunrateError {
  return new RunrateError("bad_config", problems.map(describeProblem).join("; "), {
    problems,
    hint: "docs/runrate-yml.md lists every key; runrate.schema.json lets an editor check them.",
  });
}

/** `, did you mean "x"?` for a name that is near a known one, else the known names while they are few. */
export function suggestion(name: string, known: readonly string[]): string {
  const longer = known.filter((one) => one.startsWith(`${name.toLowerCase()}_`));
  const [nearest] = longer.length === 1 ? longer : suggestNames(name, known, 1);
  if (nearest !== undefined) return `, did you mean "${nearest}"?`;
  return known.length > 0 && known.length <= 12 ? ` (known: ${known.join(", ")})` : "";
}

/** The shapes of keys and tokens that people paste into the wrong place. */
const SECRET =
  /\b(sk|pk|rk)-[\w-]{8,}|\bxox[a-z]-[\w-]+|\bxapp-[\w-]+|\bgh[pousr]_\w+|\bgithub_pat_\w+|\beyJ[\w-]{10,}|:\/\/[^/\s:]*:[^/\s@]*@|[\w+/-]{40,}/;

/** A value as a message may show it: short, on one line, and hidden when it looks like a secret. */
export function showValue(value: string): string {
  if (SECRET.test(value)) return "a value that looks like a secret (not shown)";
  const line = value.replaceAll(/[\p{Cc}\p{Cf}]+/gu, " ");
  return `"${line.length > 60 ? `${line.slice(0, 57)}...` : line}"`;
}
