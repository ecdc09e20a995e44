import { resolveModel, type Catalogue, type ModelAliases } from "@runrate/core";
import { DIMENSIONS, querySpend, type LedgerReader } from "@runrate/ledger";
import type { KnownNames } from "./grammar/context.ts";
import type { QueryDimension } from "./query.ts";

const BEGINNING = Date.parse("2020-01-01T00:00:00Z");
const HOUR_MS = 3_600_000;
/** Conversations are as many as there are users of an application: they are asked for by `conversation:<id>`. */
const LISTED = DIMENSIONS.filter((dimension) => dimension !== "conversation");

/** The names that a question to this ledger may use: what it holds in each dimension, and the models of the catalogue. */
export async function knownNames(
  ledger: LedgerReader,
  now: number,
  catalogue: Catalogue,
  aliases: ModelAliases,
): Promise<KnownNames> {
  const values = new Map<QueryDimension, readonly string[]>();
  for (const dimension of LISTED) {
    const to = Math.ceil(now / HOUR_MS) * HOUR_MS;
    const { rows } = await querySpend(ledger, { from: BEGINNING, to, zone: "UTC", by: [dimension], where: [] });
    values.set(
      dimension,
      rows.flatMap(({ key }) => key[0] ?? []),
    );
  }
  const models = catalogue.providers.flatMap((provider) => provider.models.map(({ id }) => id));
  return {
    values,
    tags: [],
    models,
    model(name) {
      const found = resolveModel(catalogue, { model: name }, aliases);
      if (found.kind !== "found") return undefined;
      return found.model.id.toLowerCase() === name.toLowerCase() || found.via !== "family" ? "exact" : "alike";
    },
  };
}
