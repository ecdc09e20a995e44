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
export { type ServiceTier, type UsageCounts, type UsageRecord } from "./usage.ts";
