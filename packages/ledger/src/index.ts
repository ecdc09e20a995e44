export { amountOf, storedAmount, type StoredAmount } from "./amount.ts";
export { ROWS_PER_TRANSACTION } from "./append.ts";
export { attributeAgain, previewAttribution, type Attribution } from "./attribute.ts";
export { auditEntries, writeAudit, type AuditEntry } from "./audit.ts";
export { billedCosts, replaceBilled, type BilledCost, type BilledResult } from "./billed-cost.ts";
export {
  BILLED_DIMENSIONS,
  billedCoverage,
  billedLines,
  billedValue,
  isBilledDimension,
  type BilledCoverage,
  type BilledDimension,
} from "./billed-lines.ts";
export { changeCounter, changesSince, type ChangeKind, type LedgerChange } from "./change.ts";
export { closedMonths, closeMonth, restatements, type ClosedMonth, type Restatement } from "./close-month.ts";
export { coverage, dataThrough, OWN_SPEND_SOURCE, touchCoverage, type SourceCoverage } from "./coverage.ts";
export { csvHeader, csvRow, exportColumns } from "./export/export-csv.ts";
export { exportLine } from "./export/export-line.ts";
export { findCrossings, type Crossing, type CrossingScope } from "./crossing.ts";
export { copyLedger, type CopyProgress, type CopyResult } from "./copy/copy-ledger.ts";
export { readCursor, writeCursor } from "./cursor.ts";
export {
  IMPORT_FORMATS,
  type ImportFormat,
  type ImportOptions,
  type ImportProgress,
  type ImportResult,
  type Rejection,
} from "./import/import-types.ts";
export { importUsage } from "./import/import-usage.ts";
export { fileInput, sourceOf, streamInput, type ImportInput } from "./import/input.ts";
export { ingestLines, type IngestOptions } from "./ingest/ingest-lines.ts";
export { readInstant } from "./import/instant.ts";
export {
  bucketIdPrefix,
  openAiBucket,
  openAiPage,
  openAiUsageRecord,
  resultKind,
  type OpenAiBucket,
} from "./import/openai-page.ts";
export { openAiBilledCost } from "./import/openai-costs.ts";
export { type RowOutcome } from "./import/row-outcome.ts";
export { conversationGrowth, type ConversationGrowth } from "./conversation-growth.ts";
export { lastCalls, type LastCall } from "./last-calls.ts";
export { readTier } from "./import/tier.ts";
export { readUsageLine, type UsageLineDefaults } from "./import/usage-line.ts";
export { readNames, type NamedKind, type Names } from "./names.ts";
export { adminFailure, openAdminClient, type AdminAccess } from "./sources/openai-admin/admin-client.ts";
export { syncOpenAi, type OpenAiSyncOptions } from "./sources/openai-admin/sync-openai.ts";
export { type EndpointOutcome, type SyncReport } from "./sources/read-endpoints.ts";
export { isAdjustment } from "./reconcile/line-item.ts";
export { CAUSES, type Cause } from "./reconcile/likely-cause.ts";
export { reconcile, type ReconcileBridge, type ReconcileLine, type Reconciliation } from "./reconcile/reconcile.ts";
export { bridgeSteps, reconciliationCsv, type BridgeStep } from "./reconcile/reconcile-csv.ts";
export { readSpendLimits, type SpendLimits } from "./sources/openai-admin/spend-limits.ts";
export { type ReconcilePrices } from "./reconcile/computed-lines.ts";
export { sourceStates, type SourceState } from "./sources/source-states.ts";
export {
  describeFailure,
  syncSources,
  type AdminKey,
  type SourceFailure,
  type SyncOptions,
} from "./sources/sync-sources.ts";
export { decodeJsonTraces } from "./sources/otlp/decode-json.ts";
export {
  decodeProtobufTraces,
  encodeStatus,
  encodeTraceResponse,
  type PartialSuccess,
} from "./sources/otlp/decode-protobuf.ts";
export { ingestSpans, type SpanResult } from "./sources/otlp/ingest-spans.ts";
export { type SpanBatch } from "./sources/otlp/span.ts";
export { whileLeader, type LeadershipOptions } from "./leadership.ts";
export {
  ledgerSize,
  migrateLedger,
  schemaStatus,
  type LedgerSize,
  type SchemaStatus,
  type SchemaStep,
} from "./migrate-ledger.ts";
export { knownValues, usageBegins, type KnownValues } from "./known-values.ts";
export { migrate, MIGRATIONS, SCHEMA_VERSION, schemaVersion, type Migration } from "./migrations.ts";
export { DEFAULT_LEDGER, openLedger, type OpenOptions } from "./open.ts";
export { measureUsage } from "./measure-usage.ts";
export {
  createToken,
  findToken,
  listTokens,
  revokeToken,
  rotateToken,
  TOKEN_SCOPES,
  type NewToken,
  type TokenInfo,
  type TokenScope,
} from "./tokens.ts";
export {
  markMerged,
  readEstimates,
  saveEstimate,
  type Estimate,
  type EstimateBody,
  type PullRequest,
} from "./estimates/estimate.ts";
export {
  calibrate,
  trackEstimate,
  type Calibration,
  type EstimateTrack,
  type TrackedEstimate,
} from "./estimates/track.ts";
export { describeCalibration, describeEstimate } from "./estimates/describe-estimate.ts";
export { eraseUser, type Erasure } from "./erase.ts";
export { focusLines } from "./export/export-focus.ts";
export { userPseudonym } from "./ingest/pseudonym.ts";
export { allocateShared, type AllocatedRow, type Allocation } from "./allocate.ts";
export { recordsFrom, tellableSpan } from "./horizon.ts";
export { needsRecords } from "./scope.ts";
export { previewPrune, pruneRecords, type Pruned } from "./prune.ts";
export { notePriceBasis, storedPriceBasis } from "./priced-at.ts";
export { querySpend } from "./query.ts";
export { recordPricer } from "./price-record.ts";
export { ledgerRecord, UNKNOWN_PROVIDER, type RecordPricer, type WorkloadMatcher } from "./record.ts";
export { replaceBuckets, type BucketWindow, type ReplaceResult } from "./replace-buckets.ts";
export { previewReprice, reprice, type RepriceMonth, type RepriceResult, type RepriceScope } from "./reprice.ts";
export { narrowLedger } from "./scope.ts";
export {
  limitStatus,
  reserveSpend,
  settleSpend,
  type LimitStatus,
  type Reserving,
  type SpendLimit,
} from "./reservations.ts";
export { scanRecords, type ScannedRecord, type ScanScope } from "./scan.ts";
export {
  NO_SETTINGS,
  type AppendResult,
  type Charge,
  type LedgerDialect,
  type LedgerReader,
  type LedgerRecord,
  type LedgerSettings,
  type LedgerStore,
  type LedgerTransaction,
  type SpendCounts,
  type SpendFilter,
  type SpendQuery,
  type SpendResult,
  type SpendRow,
  type TeamRule,
} from "./store.ts";
export { deletedState, markDeleted } from "./deleted-state.ts";
export { DIMENSIONS, TIME_BUCKETS, type Dimension, type TimeBucket } from "./dimension.ts";
export { type LedgerTables } from "./tables.ts";
