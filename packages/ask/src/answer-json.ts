import { toDecimal } from "@runrate/core";
import type { Answer, AnswerValue } from "./answer.ts";
import { percentNumber } from "./value-text.ts";

/** An answer as JSON (DESIGN.md, Interfaces): amounts are decimal strings, counts numbers. */
export function answerJson(answer: Answer) {
  const { totalUsd, totalLow, totalHigh, unpriced } = answer;
  return {
    kind: answer.kind,
    question: answer.question,
    headline: answer.headline,
    ...(answer.kind === "not_understood" ? { reason: answer.headline } : {}),
    period: answer.period,
    currency: answer.currency,
    total_usd: totalUsd === null ? null : toDecimal(totalUsd),
    ...(totalLow === undefined || totalHigh === undefined
      ? {}
      : { total_usd_low: toDecimal(totalLow), total_usd_high: toDecimal(totalHigh) }),
    ...Object.fromEntries(answer.fields.flatMap(({ name, value }) => entriesOf(name, value))),
    rows: answer.rows.map(({ cells }) =>
      Object.fromEntries(Object.entries(cells).flatMap(([name, value]) => entriesOf(name, value))),
    ),
    series: answer.series.map(({ name, of, points }) => ({
      name,
      of,
      points: points.map(({ label, usd }) => ({ label, usd: toDecimal(usd) })),
    })),
    drivers: answer.drivers.map(({ name, part, cause, usd }) => ({ name, part, cause, usd: toDecimal(usd) })),
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

/** A value under its name; a range adds `<name>_low` and `<name>_high`, as `runrate query` writes it. */
function entriesOf(name: string, value: AnswerValue): [string, string | number | null][] {
  switch (value.type) {
    case "usd":
      return [
        [name, toDecimal(value.usd)],
        ...(value.low === undefined || value.high === undefined
          ? []
          : [
              [`${name}_low`, toDecimal(value.low)] satisfies [string, string],
              [`${name}_high`, toDecimal(value.high)] satisfies [string, string],
            ]),
      ];
    default:
      return [[name, valueJson(value)]];
  }
}

function valueJson(value: Exclude<AnswerValue, { type: "usd" }>): string | number | null {
  switch (value.type) {
    case "text":
      return value.text;
    case "delta":
      return toDecimal(value.usd);
    case "rate":
      return value.usd;
    case "unpriced":
    case "none":
      return null;
    case "count":
      return Number(value.count);
    case "percent":
      return percentNumber(value);
    case "instant":
      return value.at;
  }
}
