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
  /** When usage first named one of its commits, kept when the records that say so are taken away. */
  deployed_at: WholeOrNull;
}

/** A merge that was told before there was an estimate to hold against it. */
interface MergeTable {
  repository: string;
  number: Whole;
  merged_at: Whole;
  merge_commit: string | null;
}

/** How a span belongs to a call that is stored: what says that another span, which comes later, is that call once more. */
interface SpanLinkTable {
  /** "trace:span", hexadecimal. */
  span: string;
  /** "holds": the call lies within the span. "within": the span lies within the call. */
  relation: string;
  /** The call's span. */
  call: string;
  noted_at: Whole;
}

/** What the sources keep beside records. */
export interface SourceTables {
  names: NameTable;
  tokens: TokenTable;
  estimates: EstimateTable;
  merges: MergeTable;
  span_links: SpanLinkTable;
}
