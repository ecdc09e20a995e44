import { toDecimal } from "@runrate/core";
import type { Answer, AnswerValue } from "./answer.ts";

/** An answer as JSON (DESIGN.md, Interfaces): amounts are decimal strings, counts numbers. */
export function answerJson(answer: Answer) {
  const { totalUsd, totalLow, totalHigh, unpriced } = answer;
  return {
    kind: answer.kind,
    question: answer.question,
    headline: answer.headline,
    period: answer.period,
    currency: answer.currency,
    total_usd: totalUsd === null ? null : toDecimal(totalUsd),
    ...(totalLow === undefined || totalHigh === undefined
      ? {}
      : { total_low_usd: toDecimal(totalLow), total_high_usd: toDecimal(totalHigh) }),
    ...Object.fromEntries(answer.fields.map(({ name, value }) => [name, valueJson(value)])),
    rows: answer.rows.map(({ cells }) =>
      Object.fromEntries(Object.entries(cells).map(([name, value]) => [name, valueJson(value)])),
    ),
    series: answer.series,
    assumptions: answer.assumptions,
    warnings: answer.warnings,
    basis: answer.basis,
    coverage: answer.coverage,
    data_through: answer.dataThrough,
    price_date: answer.priceDate,
    unpriced: { requests: Number(unpriced.requests), models: unpriced.models },
    suggestions: answer.suggestions,
  };
}

function valueJson(value: AnswerValue): string | number | null {
  switch (value.type) {
    case "text":
      return value.text;
    case "usd":
    case "delta":
      return toDecimal(value.usd);
    case "unpriced":
      return null;
    case "count":
      return Number(value.count);
    case "percent":
      return value.basisPoints === null ? null : Number(value.basisPoints) / 100;
    case "instant":
      return value.at;
  }
}
