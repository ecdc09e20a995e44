import { diffCommand, type Reproduction } from "@runrate/bill";
import { z } from "zod";
import { isAddress } from "./bot-address.ts";
import { catalogueToken } from "./catalogue.ts";
import type { Inputs } from "./inputs.ts";
import { EMPTY_TREE } from "./revisions.ts";

/**
 * What decided a result beside its two commits. Addresses are not in it: they may be nobody else's business, and a stored result
 * must not put one into a command that people paste.
 */
export const reproductionSchema = z.object({
  judged_by: z.string().regex(/^[0-9a-f]{40,64}$/),
  at: z.iso.datetime(),
  config: z.string().max(500),
  paths: z.array(z.string().max(500)).max(200),
  /** Where volumes were measured; null: nowhere. */
  usage: z.object({ from: z.enum(["file", "bot", "openai"]), file: z.string().max(500) }).nullable(),
  /** The catalogue that was named and used; null: the action's own. */
  catalogue: z.object({ from: z.enum(["file", "bot", "address"]), file: z.string().max(500) }).nullable(),
});

export type ReproductionFacts = z.infer<typeof reproductionSchema>;

interface Used {
  readonly judgedBy: string;
  readonly now: number;
  readonly isMeasured: boolean;
  readonly isCatalogueNamed: boolean;
}

/** The facts of a run, from its inputs and what came of them. */
export function reproductionFacts(inputs: Inputs, used: Used): ReproductionFacts {
  const { usage, catalogue } = inputs;
  const usageFrom = usage === "openai" ? "openai" : isAddress(usage) ? "bot" : "file";
  const catalogueFrom = !isAddress(catalogue) ? "file" : catalogueToken(inputs) === "" ? "address" : "bot";
  return {
    judged_by: used.judgedBy,
    at: new Date(used.now - (used.now % 1_000)).toISOString(),
    config: inputs.config,
    paths: [...inputs.paths],
    usage: used.isMeasured ? { from: usageFrom, file: usageFrom === "file" ? usage : "" } : null,
    catalogue: used.isCatalogueNamed ? { from: catalogueFrom, file: catalogueFrom === "file" ? catalogue : "" } : null,
  };
}

const BOT = `curl -fsS -H "authorization: Bearer $RUNRATE_TOKEN" "$RUNRATE_BOT`;

/** The commands that come to the same result in a terminal, in any clone of the repository. */
export function reproductionOf(
  { base, head, disclosed }: { readonly base: string; readonly head: string; readonly disclosed: boolean },
  facts: ReproductionFacts,
): Reproduction {
  const { judged_by: judgedBy, at, config, paths, usage, catalogue } = facts;
  const commits = [...new Set([head, judgedBy])];
  const before = [
    `git fetch origin ${commits.join(" ")}`,
    ...(usage?.from === "bot" ? [`${BOT}/v1/usage/export" -o usage.json`] : []),
    ...(usage?.from === "openai" ? ["runrate sync # with OPENAI_ADMIN_KEY"] : []),
    ...(catalogue?.from === "bot" ? [`${BOT}/v1/catalogue" -o catalogue.json`] : []),
    ...(catalogue?.from === "address" ? [`runrate prices update "$CATALOGUE_URL" # the input catalogue`] : []),
  ];
  const short = (commit: string) => commit.slice(0, 12);
  return {
    before,
    command: diffCommand({
      base: base === EMPTY_TREE ? base : short(base),
      head: short(head),
      judgedBy: short(judgedBy),
      config: config === "runrate.yml" ? undefined : config,
      usage:
        usage === null
          ? undefined
          : { file: usage.file, bot: "usage.json", openai: "sqlite:.runrate/ledger.db" }[usage.from],
      catalogue:
        catalogue === null
          ? undefined
          : { file: catalogue.file, bot: "catalogue.json", address: undefined }[catalogue.from],
      paths,
      listPrices: !disclosed,
      now: Date.parse(at),
    }),
  };
}
