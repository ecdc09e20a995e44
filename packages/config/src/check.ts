import type { z } from "zod";
import { describe } from "./fields.ts";
import { type ConfigProblem, suggestion } from "./problem.ts";
import { readYaml, type YamlSource } from "./yaml-source.ts";

export type Checked<T> =
  | { readonly kind: "valid"; readonly value: T }
  /** In the order of the file. */
  | { readonly kind: "invalid"; readonly problems: readonly ConfigProblem[] };

/** Reads YAML text by a schema; every problem comes back at once, each with its line and column. */
export function checkYaml<T>(text: string, path: string, schema: z.ZodType<T>): Checked<T> {
  const read = readYaml(text, path);
  if (read.kind === "invalid") return read;
  const result = schema.safeParse(read.source.value, { error: (issue) => describeIssue(issue) });
  if (result.success) return { kind: "valid", value: result.data };
  const problems = result.error.issues.flatMap((issue) => locateIssue(issue, read.source, path));
  return { kind: "invalid", problems: problems.sort((a, b) => a.line - b.line || a.column - b.column) };
}

/** Zod's own complaints in plain words; undefined keeps the message that a field gave itself. */
function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined
        ? "is missing"
        : `must be ${EXPECTED[issue.expected] ?? issue.expected}, not ${describe(issue.input)}`;
    case "invalid_key":
      return "is not a name";
    default:
      return undefined;
  }
}

const EXPECTED: Readonly<Record<string, string>> = {
  object: "a map",
  record: "a map",
  array: "a list",
  boolean: "true or false",
  string: "text",
};

function locateIssue(issue: z.core.$ZodIssue, source: YamlSource, path: string): ConfigProblem[] {
  if (issue.code !== "unrecognized_keys") {
    return [{ path, ...source.locate(issue.path), key: issue.path.join("."), message: issue.message }];
  }
  const messages = issue.message.split("\n");
  return issue.keys.map((key, index) => ({
    path,
    ...source.locate(issue.path, key),
    key: issue.path.join("."),
    message: messages[index] ?? `unknown key "${key}"${suggestion(key, [])}`,
  }));
}
