import { sql, type Expression, type RawBuilder, type SqlBool } from "kysely";
import type { LedgerDialect } from "./store.ts";

const patterns = new Map<string, RegExp>();

/** True when a text fits a pattern in which `*` stands for any characters and everything else for itself. Case matters. */
export function matchesGlob(glob: string, text: string): boolean {
  if (!glob.includes("*")) return glob === text;
  let pattern = patterns.get(glob);
  if (pattern === undefined) {
    const parts = glob.split(/\*+/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    pattern = new RegExp(`^${parts.join("[^]*")}$`);
    if (patterns.size < 1_000) patterns.set(glob, pattern);
  }
  return pattern.test(text);
}

/** The same test in SQL. The pattern is always a bound value. */
export function globCondition(dialect: LedgerDialect, column: Expression<unknown>, glob: string): RawBuilder<SqlBool> {
  if (!glob.includes("*")) return sql<SqlBool>`${column} = ${glob}`;
  if (dialect === "sqlite")
    return sql<SqlBool>`${column} glob ${glob.replaceAll(/[[?]/g, "[$&]").replaceAll(/\*+/g, "*")}`;
  return sql<SqlBool>`${column} like ${glob.replaceAll(/[\\%_]/g, "\\$&").replaceAll(/\*+/g, "%")}`;
}
