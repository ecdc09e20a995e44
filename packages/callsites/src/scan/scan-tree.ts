import { ParserPool, type GrammarSource, installedGrammars } from "../parse/grammars.ts";
import { languageOf } from "../parse/source-text.ts";
import type { ScanNote, SourceTree } from "../trees/tree.ts";
import { ModuleCache } from "../workspace/module-cache.ts";
import { ModuleStore } from "../workspace/module-store.ts";
import { Workspace } from "../workspace/workspace.ts";
import type { CallSite } from "./call-site.ts";
import { findCallSites } from "./find-call-sites.ts";
import { DEFAULT_SETTINGS, type ScanSettings } from "./scan-settings.ts";

export interface ScanOptions {
  /** From `runrate.yml`; absent: none. */
  readonly settings?: ScanSettings;
  /** Folder for parsed modules between runs, by content hash; absent: nothing is kept. */
  readonly cacheFolder?: string;
  /** Where the parser's WebAssembly comes from; absent: the installed packages. */
  readonly grammars?: GrammarSource;
}

export interface Scan {
  readonly callSites: readonly CallSite[];
  /** Files that were skipped or only partly read, with the reason. */
  readonly notes: readonly ScanNote[];
}

/** Finds what in a tree spends money. Runs nothing of it. */
export async function scanTree(tree: SourceTree, options: ScanOptions = {}): Promise<Scan> {
  const store = await openStore([tree], options);
  const workspace = await openWorkspace(tree, store, options);
  const callSites = findCallSites(workspace, options.settings ?? DEFAULT_SETTINGS);
  store.close();
  return { callSites, notes: workspace.notes };
}

/** One store for all trees of a question: a file that two trees share is parsed once. */
export async function openStore(trees: readonly SourceTree[], options: ScanOptions): Promise<ModuleStore> {
  const parsers = new ParserPool(options.grammars ?? installedGrammars());
  await parsers.load(trees.flatMap((tree) => tree.files.flatMap((file) => languageOf(file.path) ?? [])));
  return new ModuleStore(parsers, options.cacheFolder === undefined ? null : new ModuleCache(options.cacheFolder));
}

export function openWorkspace(tree: SourceTree, store: ModuleStore, options: ScanOptions): Promise<Workspace> {
  return Workspace.open(tree, store, options.settings ?? DEFAULT_SETTINGS);
}
