import { resolveModel, type Catalogue, type CatalogueModel } from "@runrate/core";
import { listBudgets } from "@runrate/budgets";
import { knownValues, readNames } from "@runrate/ledger";
import type { AskContext } from "./ask-context.ts";
import type { KnownNames } from "./grammar/context.ts";
import type { QueryDimension } from "./query.ts";
import { isSeenBudget } from "./seen-budgets.ts";

/** The names that a question may use: what the ledger holds in each dimension, teams, tags, budgets, models of the catalogue. */
export async function knownNames({
  ledger,
  catalogue,
  aliases,
  config,
}: Pick<AskContext, "ledger" | "catalogue" | "aliases" | "config">): Promise<KnownNames> {
  const recorded = await knownValues(ledger);
  const values = new Map<QueryDimension, readonly string[]>(recorded.values);
  values.set("team", [...new Set(ledger.settings.teams.map(({ team }) => team))].toSorted());
  for (const [tag, own] of recorded.tags) values.set(`tag:${tag}`, own);
  const stored = await listBudgets(ledger);
  const names = await readNames(ledger);
  const own = new Set([...(recorded.values.get("model") ?? [])].map((name) => name.toLowerCase()));
  return {
    values,
    ids: new Map(
      (["project", "api_key", "user"] as const).map((kind) => [kind, idsByName(names[kind], values.get(kind))]),
    ),
    tags: [...recorded.tags.keys()],
    models: modelIds(catalogue),
    providers: catalogue.providers.map(({ id }) => id),
    budgets: [
      ...config.budgets.filter(({ scope }) => isSeenBudget(ledger, scope)).map(({ name }) => name),
      ...stored.filter(({ terms }) => isSeenBudget(ledger, terms.scope)).map(({ name }) => name),
    ],
    model(name) {
      if (own.has(name.toLowerCase())) return "exact";
      const found = resolveModel(catalogue, { model: name }, aliases);
      if (found.kind !== "found") return undefined;
      return found.model.id.toLowerCase() === name.toLowerCase() || found.via !== "family" ? "exact" : "alike";
    },
  };
}

/** Names that stand for one id; of what the ledger may show. */
function idsByName(
  names: ReadonlyMap<string, string>,
  recorded: readonly string[] | undefined,
): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  const twice = new Set<string>();
  for (const [id, name] of names) {
    if (recorded?.includes(id) !== true) continue;
    const lower = name.toLowerCase();
    if (ids.has(lower)) twice.add(lower);
    ids.set(lower, id);
  }
  for (const name of twice) ids.delete(name);
  return ids;
}

const idsOf = new WeakMap<Catalogue, readonly string[]>();

/** Ids of all models, remembered beside the catalogue: they are only looked at when a word is not understood. */
function modelIds(catalogue: Catalogue): readonly string[] {
  const known = idsOf.get(catalogue);
  if (known) return known;
  const makers = catalogue.providers.filter(({ makes }) => makes !== undefined);
  const ids = makers.flatMap(({ models }) => models.map(({ id }: CatalogueModel) => id));
  idsOf.set(catalogue, ids);
  return ids;
}
