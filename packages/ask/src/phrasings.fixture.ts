import { bundledCatalogue } from "@runrate/catalogue";
import { resolveModel } from "@runrate/core";
import type { KnownNames, QuestionContext } from "./grammar/context.ts";
import type { QueryDimension } from "./query.ts";

const catalogue = bundledCatalogue();
const makers = catalogue.providers.filter(({ makes }) => makes !== undefined);

/** Names as a ledger and the shipped catalogue hold them. */
const known: KnownNames = {
  values: new Map<QueryDimension, readonly string[]>([
    ["project", ["search", "chat", "code-review"]],
    ["model", ["gpt-4o", "gpt-4o-mini", "claude-sonnet-5"]],
    ["user", ["ada", "ben"]],
    ["team", ["platform"]],
    ["provider", ["openai", "anthropic"]],
    ["service_tier", ["standard", "batch"]],
    ["workload", ["answers"]],
    ["tag:env", ["prod", "staging"]],
    ["source", ["import:usage.csv"]],
  ]),
  tags: ["env", "customer"],
  models: makers.flatMap(({ models }) => models.map(({ id }) => id)),
  providers: catalogue.providers.map(({ id }) => id),
  budgets: ["Search team", "everything"],
  model(name) {
    const found = resolveModel(catalogue, { model: name });
    if (found.kind !== "found") return undefined;
    return found.model.id.toLowerCase() === name.toLowerCase() || found.via !== "family" ? "exact" : "alike";
  },
};

/** A Tuesday at noon. */
export const phrasingContext: QuestionContext = { now: Date.parse("2026-11-24T12:00:00Z"), zone: "UTC", known };
