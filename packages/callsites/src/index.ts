export { type CallSiteChange, type CallValues, type ChangeKind } from "./diff/call-site-change.ts";
export { diffTrees, type DiffOptions, type TreeDiff } from "./diff/diff-trees.ts";
export { loadTokenCounter } from "./diff/static-tokens.ts";
export { type Alternative, type CallSite, type Origin, type Setting } from "./scan/call-site.ts";
export { scanTree, type Scan, type ScanOptions } from "./scan/scan-tree.ts";
export { type ScanSettings } from "./scan/scan-settings.ts";
export { openTree } from "./trees/open-tree.ts";
export { type ScanNote, type SourceTree } from "./trees/tree.ts";
