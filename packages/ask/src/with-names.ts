import { readNames, type Names, type NamedKind } from "@runrate/ledger";
import type { Answer, AnswerRow, AnswerValue } from "./answer.ts";
import type { AskContext } from "./ask-context.ts";

const KINDS = ["project", "api_key", "user"] as const satisfies readonly NamedKind[];

/** The answer with the names that providers give their ids, where sources have learned them: "Search" for "proj_4f…". */
export async function withNames(answer: Answer, { ledger }: Pick<AskContext, "ledger">): Promise<Answer> {
  const names = await readNames(ledger);
  if (KINDS.every((kind) => names[kind].size === 0)) return answer;
  const any = new Map(KINDS.flatMap((kind) => [...spokenNames(names, kind)]));
  return {
    ...answer,
    rows: answer.rows.map((row) => namedRow(row, names)),
    series: answer.series.map((one) => ({ ...one, name: any.get(one.name) ?? one.name })),
    drivers: answer.drivers.map((one) => ({ ...one, name: any.get(one.name) ?? one.name })),
  };
}

function namedRow(row: AnswerRow, names: Names): AnswerRow {
  const cells: Record<string, AnswerValue> = { ...row.cells };
  for (const kind of KINDS) {
    const cell = cells[kind];
    if (cell?.type === "text")
      cells[kind] = { type: "text", text: spokenNames(names, kind).get(cell.text) ?? cell.text };
  }
  return { cells };
}

const spokenOf = new WeakMap<Names, Map<NamedKind, ReadonlyMap<string, string>>>();

/** Ids with the name to show: two ids of one name keep theirs beside it. */
function spokenNames(names: Names, kind: NamedKind): ReadonlyMap<string, string> {
  const made = spokenOf.get(names) ?? new Map<NamedKind, ReadonlyMap<string, string>>();
  spokenOf.set(names, made);
  const known = made.get(kind);
  if (known) return known;
  const counts = new Map<string, number>();
  for (const name of names[kind].values()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const spoken = new Map(
    [...names[kind]].map(([id, name]) => [id, (counts.get(name) ?? 0) > 1 ? `${name} (${id})` : name] as const),
  );
  made.set(kind, spoken);
  return spoken;
}
