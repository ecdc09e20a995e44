import type { PicoUsd } from "@runrate/core";

/** What an answer is about (DESIGN.md, Conventions). */
export type AnswerKind =
  | "total"
  | "breakdown"
  | "compare"
  | "trend"
  | "forecast"
  | "why"
  | "what_if"
  | "run_cost"
  | "estimate"
  | "storage"
  | "conversation"
  | "growth"
  | "price"
  | "models"
  | "budget"
  | "roi"
  | "optimise"
  | "help"
  | "not_understood";

/** A half-open period in a zone. `partial`: it has not ended, or the data does not reach its end. */
export interface AnswerPeriod {
  readonly from: string;
  readonly to: string;
  readonly zone: string;
  readonly partial: boolean;
  /** As a person says it: "November 2026", "this month", "last 7 days". */
  readonly label: string;
}

/** A cell keeps its domain value, so that each renderer formats it its own way. */
export type AnswerValue =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "usd"; readonly usd: PicoUsd; readonly low?: PicoUsd; readonly high?: PicoUsd }
  /** Usage without a price: never shown as $0. */
  | { readonly type: "unpriced" }
  | { readonly type: "delta"; readonly usd: PicoUsd; readonly base: PicoUsd }
  | {
      readonly type: "count";
      readonly count: bigint;
      readonly unit: "tokens" | "requests" | "threads" | "records" | "days" | "months" | "users" | "turns";
    }
  /** A price as it is listed: exact decimal dollars for as many units as the column or the unit cell says. */
  | { readonly type: "rate"; readonly usd: string }
  /** Nothing to show here, such as the batch price of a fee. */
  | { readonly type: "none" }
  /** A share by what it is made of, so that it is rounded once, where it is shown; of nothing it is none. */
  | { readonly type: "percent"; readonly part: bigint; readonly whole: bigint }
  | { readonly type: "instant"; readonly at: string };

export interface AnswerColumn {
  /** snake_case; the field's name in JSON. */
  readonly name: string;
  readonly label: string;
  readonly align: "left" | "right";
}

export interface AnswerRow {
  readonly cells: Readonly<Record<string, AnswerValue>>;
}

/** A series for a chart: one amount for each label, in order. */
export interface AnswerSeries {
  readonly name: string;
  readonly points: readonly { readonly label: string; readonly usd: PicoUsd }[];
  /** What the points are: recorded spend, or what is expected. */
  readonly of: "spend" | "forecast";
}

/** What a figure may be trusted for. */
export interface AnswerCoverage {
  readonly provider: string;
  readonly source: string;
  readonly reaches: string | null;
  readonly stale: boolean;
  /** False: another source bills this provider, so these records only enrich and are not in any total. */
  readonly included: boolean;
}

/** A contribution to a change: of what, in which way (volume, mix …), how much. */
export interface AnswerDriver {
  readonly name: string;
  readonly part: string;
  /** The part in words, with its direction: "dearer models". */
  readonly cause: string;
  readonly usd: PicoUsd;
}

/** One answer, for every renderer: no markup, exact amounts, everything that a reader needs in order to trust it. */
export interface Answer {
  readonly kind: AnswerKind;
  /** The question as understood, in words; also a command that would be parsed to the same query. */
  readonly question: string;
  readonly command: string;
  /** One sentence with the number, the period and the zone; plain text. */
  readonly headline: string;
  readonly period: AnswerPeriod | null;
  readonly currency: "USD";
  readonly totalUsd: PicoUsd | null;
  readonly totalLow?: PicoUsd;
  readonly totalHigh?: PicoUsd;
  /** Key figures under the headline; in JSON each is a key of the answer. */
  readonly fields: readonly { readonly name: string; readonly label: string; readonly value: AnswerValue }[];
  readonly columns: readonly AnswerColumn[];
  readonly rows: readonly AnswerRow[];
  readonly series: readonly AnswerSeries[];
  /** What drives the figure, largest first. */
  readonly drivers: readonly AnswerDriver[];
  readonly assumptions: readonly string[];
  readonly warnings: readonly string[];
  /** What amounts were computed at; null where the answer has none. */
  readonly basis: "list" | "negotiated" | "billed" | null;
  readonly coverage: readonly AnswerCoverage[];
  readonly dataThrough: string | null;
  readonly priceDate: string | null;
  readonly unpriced: { readonly requests: bigint; readonly models: readonly string[] };
  readonly suggestions: readonly string[];
}
