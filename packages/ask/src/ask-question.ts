import type { Catalogue, ModelAliases } from "@runrate/core";
import type { LedgerReader } from "@runrate/ledger";
import { answerRunCost } from "./answer-run-cost.ts";
import { answerSpend } from "./answer-spend.ts";
import type { Answer } from "./answer.ts";
import { notUnderstood } from "./grammar/context.ts";
import { knownNames } from "./known-names.ts";
import { EXAMPLE_QUESTIONS, parseQuestion } from "./parse-question.ts";
import type { NotUnderstood } from "./query.ts";

/** What a question is asked of. */
export interface AskContext {
  readonly ledger: LedgerReader;
  readonly catalogue: Catalogue;
  readonly aliases: ModelAliases;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  /** Zone of days and months where the question names none. */
  readonly zone: string;
  /** What the ledger's amounts were computed at. */
  readonly basis: "list" | "negotiated";
  /** The day of the newest price. */
  readonly priceDate: string;
}

/** Words to an answer: the grammar chooses the question, core and the ledger compute it (DESIGN.md, decision 5). */
export async function askQuestion(text: string, context: AskContext): Promise<Answer | NotUnderstood> {
  const { ledger, now, zone, catalogue, aliases } = context;
  const known = await knownNames(ledger, now, catalogue, aliases);
  const query = parseQuestion(text, { now, zone, known });
  switch (query.kind) {
    case "not_understood":
      return query;
    case "overview":
    case "total":
    case "breakdown":
    case "compare":
      return answerSpend(query, context);
    case "run_cost":
      return answerRunCost(query, context);
    case "help":
      return notUnderstood("ask for spend, or for what a run costs", ...EXAMPLE_QUESTIONS);
    default:
      return notUnderstood(
        `questions about ${query.kind.replaceAll("_", " ")} cannot be answered in words yet`,
        ...EXAMPLE_QUESTIONS,
      );
  }
}
