export { RunrateError, type ErrorFacts } from "./errors.ts";
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
export { type Charge, type ChargeLine, type ChargeWarning } from "./charge.ts";
export { checkCount, checkUsage, type UsageFault, type UsageFaultCode } from "./check-usage.ts";
export { compilePricer, type PricedAmount, type Pricer } from "./compile-pricer.ts";
export { COMPONENT_NAMES, COMPONENTS, isComponent, isTokenComponent, type Component } from "./component.ts";
export {
  priceUsage,
  worstCaseOfRun,
  type AppliedPrice,
  type Priced,
  type PriceRequest,
  type Unpriced,
  type UnpricedCode,
} from "./cost.ts";
export { decimalText, parseDecimal, type Decimal } from "./decimal.ts";
export { formatDelta, formatPercent, formatPercentDelta, formatTokens, formatUsd } from "./format-money.ts";
export { amountOf, rateFromDecimal, rateOf, rateText, scaleRate, type Rate } from "./rate.ts";
export { readOwnUsage, type UsageOutcome } from "./read-own-usage.ts";
export { resolveModel, type ModelAliases, type ModelName, type ModelResolution } from "./resolve-model.ts";
export { suggestNames } from "./suggest-names.ts";
export { COUNT_FIELDS, COUNT_NAMES, isCountName, type CountName } from "./usage-fields.ts";
export { type ServiceTier, type UsageCounts, type UsageRecord } from "./usage.ts";
