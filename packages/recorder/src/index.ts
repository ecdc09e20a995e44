export { Budget, openBudget, type BudgetOptions, type BudgetStanding, type Reservation } from "./budget/budget.ts";
export { BudgetExceededError } from "./budget/budget-exceeded.ts";
export { type Token } from "./http-sink.ts";
export { openRecorder, Recorder, type RecorderOptions } from "./recorder.ts";
export { type RecorderStats } from "./stats.ts";
export { tagged, type CallTags } from "./tags.ts";
export {
  BATCH_ENDPOINTS,
  batchInput,
  batchOutput,
  submitBatch,
  type BatchAnswer,
  type BatchEndpoint,
  type BatchRequest,
} from "./helpers/batch.ts";
export { capClient, type ClientCaps } from "./helpers/cap-client.ts";
export { compressChat, summariser, type CompressedChat, type SummaryOptions } from "./helpers/compress-chat.ts";
export { routeClient, type RoutingChoice } from "./helpers/route-client.ts";
export {
  batchTotal,
  estimateBatch,
  LIKELY_OUTPUT,
  type BatchEstimate,
  type BatchFault,
  type BatchPricing,
  type ModelEstimate,
} from "./state/estimate-batch.ts";
export {
  deleteStale,
  findStale,
  STATE_KINDS,
  type Deleted,
  type StaleFound,
  type StateKind,
} from "./state/stale-state.ts";
export { measureThread, type ThreadItem, type ThreadSize } from "./state/thread-size.ts";
