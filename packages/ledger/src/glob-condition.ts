import { sql, type Expression, type RawBuilder, type SqlBool } from "kysely";
import type { LedgerDialect } from "./store.ts";

/** `matchesGlob` in SQL. The pattern is always a bound value. */
export function globCondition(dialect: LedgerDialect, column: Expression<unknown>, glob: string): RawBuilder<SqlBool> {
  if (!glob.includes("*")) return sql<SqlBool>`${column} = ${glob}`;
  if (dialect === "sqlite")
    return sql<SqlBool>`${column} glob ${glob.replaceAll(/[[?]/g, "[$&]").replaceAll(/\*+/g, "*")}`;
  return sql<SqlBool>`${column} like ${glob.replaceAll(/[\\%_]/g, "\\$&").replaceAll(/\*+/g, "%")}`;
}
