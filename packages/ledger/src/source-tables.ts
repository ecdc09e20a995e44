import type { ColumnType } from "kysely";
import type { Whole } from "./tables.ts";

type WholeOrNull = ColumnType<bigint | null, number | bigint | null | undefined, number | bigint | null>;

/** The name that a provider gives one of its ids; null: the provider knows none (any more). */
interface NameTable {
  /** "project", "api_key" or "user". */
  kind: string;
  id: string;
  name: string | null;
  organisation: string | null;
  resolved_at: Whole;
}

/** A token of the HTTP endpoints. Only its hash is kept. */
interface TokenTable {
  id: string;
  name: string;
  /** SHA-256 of the token, hexadecimal. */
  hash: string;
  /** JSON list. */
  scopes: string;
  source: string | null;
  created_at: Whole;
  created_by: string;
  expires_at: WholeOrNull;
  revoked_at: WholeOrNull;
  used_at: WholeOrNull;
}

/** What a pull request was estimated to cost, and when it was merged. */
interface EstimateTable {
  repository: string;
  number: Whole;
  /** JSON, as it was posted last. */
  body: string;
  posted_at: Whole;
  merged_at: WholeOrNull;
  merge_commit: string | null;
}

/** What the sources keep beside records. */
export interface SourceTables {
  names: NameTable;
  tokens: TokenTable;
  estimates: EstimateTable;
}
