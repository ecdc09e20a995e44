export { assessBill, type BillQuestion, type FindingPlace } from "./assess-bill.ts";
export { callSiteJson } from "./call-site-json.ts";
export { firstConfig } from "./first-config.ts";
export { describeCall, renderComment, type CommentOptions } from "./markdown/comment.ts";
export { headline } from "./markdown/headline.ts";
export { tableCalls } from "./markdown/table.ts";
export { diffCommand, findingCommand, type Reproduction } from "./reproduce.ts";
export { billReportSchema, type BillReport, type ReportChange } from "./report.ts";
export { type NamedProfile } from "./volume.ts";
