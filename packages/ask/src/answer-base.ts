import type { PicoUsd } from "@runrate/core";
import type { Answer, AnswerColumn, AnswerKind, AnswerValue } from "./answer.ts";
import type { AskContext } from "./ask-context.ts";
import { questionText } from "./question-text.ts";
import type { NotUnderstood, Query } from "./query.ts";

/** What an answer has before anything is in it. */
const EMPTY = {
  headline: "",
  period: null,
  currency: "USD",
  totalUsd: null,
  fields: [],
  columns: [],
  rows: [],
  series: [],
  drivers: [],
  assumptions: [],
  warnings: [],
  basis: null,
  coverage: [],
  dataThrough: null,
  priceDate: null,
  unpriced: { requests: 0n, models: [] },
  suggestions: [],
} satisfies Partial<Answer>;

/** An answer of a kind with nothing in it yet but the question, and the prices that a calculation uses. */
export function blankAnswer(kind: AnswerKind, query: Query, context: AskContext): Answer {
  const question = questionText(query);
  return { ...EMPTY, kind, question, command: question, basis: context.basis, priceDate: context.priceDate };
}

/** Words that were not understood, as an answer: what was not, and what can be asked instead. */
export function notUnderstoodAnswer(text: string, { reason, suggestions }: NotUnderstood): Answer {
  return {
    ...EMPTY,
    kind: "not_understood",
    question: text.trim().slice(0, 500),
    command: "help",
    headline: reason,
    suggestions: [...new Set(suggestions)].slice(0, 6),
  };
}

export function usd(amount: PicoUsd, low = amount, high = amount): AnswerValue {
  return low === high ? { type: "usd", usd: amount } : { type: "usd", usd: amount, low, high };
}

export function text(value: string): AnswerValue {
  return { type: "text", text: value };
}

export function tokens(count: bigint | number): AnswerValue {
  return { type: "count", count: BigInt(count), unit: "tokens" };
}

export function field(name: string, value: AnswerValue, label = name.replaceAll("_", " ")) {
  return { name, label, value };
}

export function leftColumn(name: string, label = name.replaceAll("_", " ")): AnswerColumn {
  return { name, label, align: "left" };
}

export function rightColumn(name: string, label = name.replaceAll("_", " ")): AnswerColumn {
  return { name, label, align: "right" };
}
