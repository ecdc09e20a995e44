export { RunrateError, type ErrorFacts } from "./errors.ts";
export {
  findAnomaly,
  type AnomalyFinding,
  type AnomalyGrain,
  type AnomalyQuestion,
  type Comparison,
} from "./anomaly/anomaly.ts";
export { alertKey, type AlertBasis, type AlertIdentity } from "./budget/alert-identity.ts";
export {
  budgetStatus,
  comparePercent,
  DEFAULT_THRESHOLDS,
  highestPercent,
  thresholdUnits,
  unitsOf,
  type BudgetAmount,
  type BudgetPeriod,
  type BudgetStatus,
  type BudgetThresholds,
} from "./budget/budget.ts";
export {
  canForecast,
  forecastHours,
  nextWatch,
  watchAfterChange,
  type ForecastWatch,
} from "./budget/forecast-watch.ts";
export {
  judgePeriod,
  NOTHING_TOLD,
  rememberStep,
  type AlertTold,
  type KnownAlert,
  type PeriodFacts,
  type PeriodMemory,
  type PeriodStep,
  type StepMessage,
} from "./budget/judge-period.ts";
export {
  addUsd,
  allocateUsd,
  divideHalfEven,
  parseUsd,
  picoUsd,
  scaleUsd,
  subtractUsd,
  sumUsd,
  toDecimal,
  ZERO_USD,
  type PicoUsd,
} from "./money.ts";
export {
  type Catalogue,
  type CatalogueModel,
  type CatalogueProvider,
  type NamePattern,
  type PricePeriod,
  type PriceSource,
  type RateSheet,
  type RateTable,
} from "./catalogue.ts";
export { applyOverrides } from "./apply-overrides.ts";
export { type OverrideRates, type PriceOverride } from "./price-override.ts";
export { convertGenaiPrices, genaiPricesSchema, type Conversion } from "./catalogue-formats/genai-prices.ts";
export {
  catalogueSchema,
  findFault,
  readOwnCatalogue,
  type CatalogueFormat,
  type CatalogueReading,
} from "./catalogue-schema.ts";
export { type Charge, type ChargeLine, type ChargeWarning } from "./charge.ts";
export { checkCount, checkUsage, type UsageFault, type UsageFaultCode } from "./check-usage.ts";
export { compilePricer, type PricedAmount, type Pricer } from "./compile-pricer.ts";
export { COMPONENT_NAMES, COMPONENTS, isComponent, isTokenComponent, type Component } from "./component.ts";
export {
  priceUsage,
  type AppliedPrice,
  type Priced,
  type PriceRequest,
  type Unpriced,
  type UnpricedCode,
} from "./cost.ts";
export { decimalText, parseDecimal, type Decimal } from "./decimal.ts";
export { parseExactJson } from "./exact-json.ts";
export {
  formatDelta,
  formatPercent,
  formatRate,
  formatPercentDelta,
  formatSigned,
  formatTokens,
  formatUsd,
} from "./format-money.ts";
export {
  billChange,
  timesCalls,
  type AmountChange,
  type BilledChange,
  type MonthlyVolume,
} from "./estimate/bill-change.ts";
export { totalBill, type BillTotal } from "./estimate/bill-total.ts";
export { estimateCall, type CallCost, type PriceCall } from "./estimate/call-cost.ts";
export { type CallValue, type KnownSizes, type ModelCall, type Range } from "./estimate/call.ts";
export { directionOf, sameValue, type CallChange, type ChangeCost, type Direction } from "./estimate/direction.ts";
export {
  policyFindings,
  verdictOf,
  type Policy,
  type PolicyFacts,
  type PolicyFinding,
  type PolicyLimits,
  type Verdict,
} from "./estimate/policy.ts";
export { cheaperModels, type CheaperModel } from "./estimate/cheaper-models.ts";
export { parseUsageProfile, type UsageProfile, type UsageProfileRow } from "./estimate/usage-profile.ts";
export { amountOf, rateFromDecimal, rateOf, rateText, scaleRate, type Rate } from "./rate.ts";
export { CHANGE_PARTS, type ChangePart } from "./explain/cell-change.ts";
export {
  explainChange,
  type ChangeExplanation,
  type ChangeQuestion,
  type EarlierPrices,
  type GroupChange,
  type RankedPart,
} from "./explain/explain.ts";
export { type SpendCell, type TokenRates, type UsageTotals } from "./explain/spend-cell.ts";
export { tokenRates } from "./explain/token-rates.ts";
export { type SpendPoint } from "./forecast/daily-spend.ts";
export { forecastPeriod, plainRunRate, type ForecastQuestion, type PeriodForecast } from "./forecast/forecast.ts";
export { matchesGlob } from "./glob.ts";
export { forecastGrowth, type GrowthForecast, type GrowthMonth, type GrowthPlan } from "./growth.ts";
export {
  dayCount,
  dayName,
  daysOf,
  daysPeriod,
  elapsedSpan,
  hourOfWeek,
  isPartial,
  lastPeriods,
  likeWithLike,
  monthName,
  monthPeriod,
  nextPeriod,
  periodAt,
  previousPeriod,
  startOfDay,
  weekday,
  yearBefore,
  type LikeWithLike,
  type Period,
  type PeriodUnit,
  type Span,
} from "./period.ts";
export { dayText, monthText, quarterText } from "./period-text.ts";
export { addRational, multiplyRational, rational, rationalOf, truncate, usdTimes, type Rational } from "./rational.ts";
export { putTag } from "./put-tag.ts";
export { readOwnUsage, type UsageOutcome } from "./read-own-usage.ts";
export { readProviderUsage, type ProviderUsage } from "./read-provider-usage.ts";
export { readUsageLine, type UsageLine } from "./read-usage-line.ts";
export { mergeUsageEvents } from "./usage-sources/merge-usage-events.ts";
export { resolveModel, type ModelAliases, type ModelName, type ModelResolution } from "./resolve-model.ts";
export { returnOnSpend, type Roi, type RoiGrade } from "./roi.ts";
export { monthlyRunsCost, monthlyTotal, type MonthlyRuns, type MonthlyTotal } from "./run-cost.ts";
export {
  MONTH_DAYS,
  THREAD_STORAGE_RATE,
  threadStorageCost,
  VECTOR_STORE_RATE,
  vectorStorageCost,
  type ThreadStorage,
  type VectorStorage,
} from "./storage.ts";
export { suggestNames } from "./suggest-names.ts";
export { tokensPerDollar, type TokensPerDollar } from "./tokens-per-dollar.ts";
export { COUNT_FIELDS, COUNT_NAMES, isCountName, type CountName } from "./usage-fields.ts";
export { type ServiceTier, type UsageCounts, type UsageRecord } from "./usage.ts";
export { parseZone, UTC } from "./zone.ts";
export { describeChange, diffCatalogues, type CatalogueChange } from "./diff-catalogues.ts";
export { judgeUpdate, type UpdateVerdict } from "./judge-update.ts";
export { mergeCatalogue } from "./merge-catalogue.ts";
export { parseCatalogueFile, type CatalogueFileContext } from "./parse-catalogue-file.ts";
export { priceLine, type PriceLineContext, type PriceLineResult } from "./price-line.ts";
export { parseServiceTier } from "./service-tier.ts";
export {
  compressMessages,
  type CompressedMessages,
  type CompressionTools,
  type MadeSummary,
} from "./compression/compress-messages.ts";
export { isInstruction, type ChatMessage } from "./compression/message-links.ts";
export {
  COMPRESS_KEEP,
  COMPRESS_OVER,
  planCompression,
  type CompressionLimits,
  type CompressionPlan,
} from "./compression/plan-compression.ts";
export {
  planConversation,
  type ConversationCompression,
  type ConversationPlan,
  type ConversationTurn,
} from "./conversation/conversation.ts";
export {
  priceConversation,
  type ConversationCall,
  type ConversationCost,
  type PricedTurn,
} from "./conversation/price-conversation.ts";
export {
  evaluateRouting,
  type RoutedTraffic,
  type RouteTarget,
  type RoutingEvaluation,
} from "./routing/evaluate-routing.ts";
export {
  DEFAULT_ROUTING,
  routeByWords,
  type Route,
  type RoutingDecision,
  type RoutingPolicy,
  type RoutingRules,
} from "./routing/routing.ts";
export { batchSaving, type BatchOptions } from "./savings/batch-saving.ts";
export { cachingSaving, type CachingOptions } from "./savings/caching-saving.ts";
export { capSaving, capUsage, type CallCaps } from "./savings/cap-saving.ts";
export { compressionSaving, type CompressionOptions } from "./savings/compression-saving.ts";
export { rankSavings } from "./savings/rank-savings.ts";
export { routingSaving, type RoutingOptions } from "./savings/routing-saving.ts";
export { perMonth, type Saving, type SavingLever } from "./savings/saving.ts";
export {
  findStaleState,
  staleStateSaving,
  type StaleOptions,
  type StaleState,
  type StoredState,
} from "./savings/stale-state.ts";
export { whatIf, type MeasuredUsage, type WhatIf, type WhatIfChange } from "./what-if.ts";
export {
  ratesInForce,
  type QuotedBand,
  type QuotedRate,
  type RatesInForce,
  type RatesQuestion,
} from "./rates-in-force.ts";
