import { matchesGlob } from "@runrate/core";
import { sql } from "kysely";
import type { LedgerReader, LedgerTransaction } from "./store.ts";

const STALE_AFTER_MS = 24 * 3_600_000;

/** The source of what Runrate itself spends on understanding questions. It tells nothing about how far other usage reaches. */
export const OWN_SPEND_SOURCE = "runrate";

/** How far one source's data of one provider reach. */
export interface SourceCoverage {
  readonly source: string;
  readonly provider: string;
  /** End of the newest bucket or call delivered, in milliseconds since 1970 UTC. */
  readonly reaches: number;
  /** When the source was last heard of, by the writer's clock. */
  readonly heardAt: number;
  /** False when configuration names other billing sources for the provider: the records enrich and are not added up. */
  readonly billing: boolean;
  /** True when the source has delivered nothing newer, of any provider, for longer than it should: what is missing is not $0. */
  readonly stale: boolean;
}

/** Coverage of every source and provider, sorted by provider, then source. */
export async function coverage(ledger: LedgerReader, now: number): Promise<readonly SourceCoverage[]> {
  const rows = await ledger.db.selectFrom("coverage").selectAll().orderBy("provider").orderBy("source").execute();
  const withAdmin = new Set(rows.filter(isAdminSource).map((row) => row.provider));
  const delivered = newestBySource(rows.map(({ source, reaches }) => ({ source, reaches: Number(reaches) })));
  return rows.map((row) => {
    const reaches = Number(row.reaches);
    const billing =
      ledger.settings.billing[row.provider] ?? (withAdmin.has(row.provider) ? adminSources(row.provider) : undefined);
    const limit = ledger.settings.staleAfter.find((rule) => matchesGlob(rule.source, row.source))?.ms ?? STALE_AFTER_MS;
    return {
      source: row.source,
      provider: row.provider,
      reaches,
      heardAt: Number(row.heard_at),
      billing: billing === undefined || billing.some((glob) => matchesGlob(glob, row.source)),
      stale: now - (delivered.get(row.source) ?? reaches) > limit,
    };
  });
}

/**
 * The sources that bill a provider when configuration says nothing and its admin API has been read: what the provider itself
 * counts. Sources that see the same calls are never added up.
 */
export function adminSources(provider: string): readonly string[] {
  return [`${provider}-admin`, `${provider}-admin:*`];
}

function isAdminSource({ source, provider }: { readonly source: string; readonly provider: string }): boolean {
  return adminSources(provider).some((glob) => matchesGlob(glob, source));
}

/**
 * Up to where figures may be trusted: the end of the newest complete bucket that every billing source has delivered. A source
 * that sees several providers has delivered what its newest news says: a provider that is called seldom holds nothing back. A
 * stale source is left out, since one that has ended would hold every answer back for ever; it is named in the coverage instead.
 *
 * @returns null for a ledger without data
 */
export function dataThrough(sources: readonly SourceCoverage[]): number | null {
  const every = sources.filter((source) => source.billing);
  const others = every.filter(({ source }) => source !== OWN_SPEND_SOURCE);
  const billing = others.length > 0 ? others : every;
  const fresh = billing.filter((source) => !source.stale);
  if (fresh.length > 0) return Math.min(...newestBySource(fresh).values());
  return billing.length > 0 ? Math.max(...billing.map((source) => source.reaches)) : null;
}

function newestBySource(rows: readonly Pick<SourceCoverage, "source" | "reaches">[]): ReadonlyMap<string, number> {
  const newest = new Map<string, number>();
  for (const { source, reaches } of rows) newest.set(source, Math.max(reaches, newest.get(source) ?? reaches));
  return newest;
}

/**
 * Notes that a source's data of a provider reach an instant, whether or not there was any usage in them. Never moves back.
 */
export async function touchCoverage(
  tx: LedgerTransaction,
  source: string,
  provider: string,
  reaches: number,
): Promise<void> {
  await tx.db
    .insertInto("coverage")
    .values({ source, provider, reaches, heard_at: tx.now })
    .onConflict((conflict) =>
      conflict.columns(["source", "provider"]).doUpdateSet({
        reaches: sql`case when excluded.reaches > coverage.reaches then excluded.reaches else coverage.reaches end`,
        heard_at: sql`excluded.heard_at`,
      }),
    )
    .execute();
}
