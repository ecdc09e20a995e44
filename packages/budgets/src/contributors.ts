import { likeWithLike, type Period, type Span } from "@runrate/core";
import {
  needsRecords,
  querySpend,
  recordsFrom,
  tellableSpan,
  type Dimension,
  type LedgerReader,
  type SpendRow,
} from "@runrate/ledger";
import type { BudgetTerms } from "./budget.ts";
import { unitsOfRow } from "./spend.ts";

/** Who or what makes up a budget's spend, against the same elapsed span of the period before. Units as the budget's. */
export interface Contributor {
  readonly name: string;
  readonly units: bigint;
  /** In the same span of the period before. */
  readonly earlier: bigint;
}

export interface Contributors {
  /** What the names are: projects, models … */
  readonly dimension: Dimension;
  /** Largest growth first, then largest. */
  readonly top: readonly Contributor[];
}

const DIMENSIONS: readonly Dimension[] = ["project", "workload", "model"];
const SHOWN = 3;

/**
 * What drives a budget's spend (SPEC.md, sections 6 and 8): by the first of project, workload and model of which there is more than
 * one value, the groups that grew most against the same elapsed span of the period before.
 */
export async function contributors(
  ledger: LedgerReader,
  terms: BudgetTerms,
  period: Period,
  now: number,
  most = SHOWN,
): Promise<Contributors> {
  const { current, earlier: before } = likeWithLike(period, Math.min(now, period.to));
  const earlier = await earlierToTell(ledger, terms, before);
  let found: { dimension: Dimension; rows: readonly SpendRow[] } = { dimension: "model", rows: [] };
  for (const dimension of DIMENSIONS) {
    found = { dimension, rows: await rowsBy(ledger, terms, dimension, current) };
    if (found.rows.length > 1) break;
  }
  const byName = new Map(
    (await rowsBy(ledger, terms, found.dimension, earlier)).map((row) => [row.key[0] ?? null, row]),
  );
  const all = found.rows.map((row): Contributor => {
    const was = byName.get(row.key[0] ?? null);
    return {
      name: row.key[0] ?? "(unattributed)",
      units: unitsOfRow(row, terms.amount.kind),
      earlier: was === undefined ? 0n : unitsOfRow(was, terms.amount.kind),
    };
  });
  const growth = ({ units, earlier: was }: Contributor) => units - was;
  const top = all
    .filter(({ units }) => units > 0n)
    .toSorted((a, b) => compare(growth(b), growth(a)) || compare(b.units, a.units) || (a.name < b.name ? -1 : 1))
    .slice(0, most);
  return { dimension: found.dimension, top };
}

/** Empty where the scope needs single calls of that time, and they are gone. */
async function earlierToTell(ledger: LedgerReader, terms: BudgetTerms, span: Span): Promise<Span> {
  const isNeedy = terms.scope.some(({ dimension }) => needsRecords(ledger, dimension));
  if (isNeedy && span.from < (await recordsFrom(ledger))) return { from: span.to, to: span.to };
  return await tellableSpan(ledger, span);
}

async function rowsBy(
  ledger: LedgerReader,
  terms: BudgetTerms,
  by: Dimension,
  span: Span,
): Promise<readonly SpendRow[]> {
  if (span.from >= span.to) return [];
  const { rows } = await querySpend(ledger, {
    from: span.from,
    to: span.to,
    zone: terms.zone,
    by: [by],
    where: terms.scope,
  });
  return rows;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
