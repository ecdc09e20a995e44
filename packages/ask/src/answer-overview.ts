import { formatDelta, formatUsd, periodAt, subtractUsd, sumUsd, type Span } from "@runrate/core";
import { querySpend } from "@runrate/ledger";
import { blankAnswer, field, text, usd } from "./answer-base.ts";
import { budgetReports, budgetsLeft } from "./answer-budget.ts";
import { fixedCosts } from "./answer-fixed.ts";
import { forecastSpend, forecastSeries } from "./answer-forecast.ts";
import { countFields, rangeAssumption } from "./answer-spend.ts";
import { causeOf, driversOf, explainBy } from "./answer-why.ts";
import type { Answer } from "./answer.ts";
import type { AskContext } from "./ask-context.ts";
import { earlierNotes, comparedSpans } from "./compared-spans.ts";
import type { QueryOf } from "./query.ts";
import { frameLabel, framedAnswer, spendFrame } from "./spend-frame.ts";
import { spentText } from "./spend-rows.ts";

const THIS_MONTH = { kind: "unit", unit: "month", back: 0 } as const;

/** The bare question: month to date, the same span of last month, where it will land, what is left of budgets, what drives it. */
export async function answerOverview(query: QueryOf<"overview">, context: AskContext): Promise<Answer> {
  const { where } = query;
  const frame = await spendFrame({ period: THIS_MONTH, zone: query.zone, where: query.where }, context);
  const spans = await comparedSpans({ kind: "previous" }, frame, context);
  const calendar = periodAt("month", context.now, frame.zone);
  const { forecast, points, elapsed: current } = await forecastSpend(calendar, frame, where, context);
  const compared = (span: Span) => querySpend(context.ledger, { ...span, zone: frame.zone, by: [], where });
  const [reached, earlier] = [await compared(spans.current), await compared(spans.earlier)];
  const change = await explainBy(null, spans, where, context);
  const [driver] = change.explanation.drivers.filter(
    ({ usd: amount }) => amount > 0n === change.explanation.difference > 0n,
  );
  const framed = framedAnswer(frame, context);
  const reports = where.length === 0 ? await budgetReports(context) : [];
  const fixed = fixedCosts(context);
  const { total } = current;
  const was = earlier.total.usd;
  const lands = forecast.kind === "forecast" ? `; heading for ${formatUsd(forecast.total)}` : "";
  const interval = forecast.kind === "forecast" ? forecast.interval : null;
  return {
    ...blankAnswer("total", query, context),
    ...framed,
    warnings: [...new Set([...framed.warnings, ...(await earlierNotes(spans.earlier, frame.zone, context))])],
    headline: `${frameLabel(frame)}: ${spentText(total)}, ${formatDelta(subtractUsd(reached.total.usd, was), was)} against ${spans.earlierLabel}${lands}`,
    totalUsd: total.usd,
    ...(total.usdLow === total.usdHigh ? {} : { totalLow: total.usdLow, totalHigh: total.usdHigh }),
    fields: [
      field("earlier_usd", usd(was), spans.earlierLabel),
      ...(forecast.kind === "forecast"
        ? [
            field(
              "forecast_usd",
              usd(forecast.total, interval?.low, interval?.high),
              `${frame.period.label} is heading for`,
            ),
          ]
        : []),
      ...budgetsLeft(reports),
      ...(driver
        ? [field("top_driver", text(`${driver.group}: ${causeOf(driver.part, driver.usd)}`), "top driver")]
        : []),
      ...(fixed.length === 0
        ? []
        : [field("fixed_usd", usd(sumUsd(fixed.map(({ monthly }) => monthly))), "fixed costs a month, apart")]),
      ...countFields(current),
    ],
    series: forecastSeries(points, forecast, calendar),
    drivers: driversOf(change.explanation),
    assumptions: [
      ...(spans.partial ? ["both periods are compared over the same elapsed span"] : []),
      ...rangeAssumption(current),
      ...(forecast.kind === "forecast" && forecast.reason !== null ? [forecast.reason] : []),
    ],
    unpriced: { requests: total.unpricedRequests, models: current.unpricedModels },
    suggestions: ["by model this month vs last", "why", "forecast", "help"],
  };
}
