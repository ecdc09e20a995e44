import type { ModuleModel } from "../module/module.ts";
import type { SettingsEntry } from "../settings-files/settings-entry.ts";

/** One tree as resolution sees it. Everything is in memory: resolution never waits. */
export interface Program {
  /** The module of a source file, parsed the first time it is asked for; null where there is none to read. */
  module(path: string): ModuleModel | null;
  /** Path of the file that an import in `from` means; null for a package or a missing file. */
  resolveImport(from: string, specifier: string): string | null;
  /** Settings of a YAML, JSON, TOML or .env file. */
  settings(path: string): readonly SettingsEntry[];
  /** Files of the tree whose path ends with `suffix` (a relative path as code writes it). */
  filesEndingWith(suffix: string): readonly string[];
  /** A variable of the environment files that a source file can mean: the nearest ones above it. */
  environment(name: string, from: string): SettingsEntry | null;
  /** A variable's value in production, as `runrate.yml` declares it. */
  production(name: string): SettingsEntry | null;
  /** Text of any file of the tree, for prompts. */
  text(path: string): string | null;
  /** Source files whose bytes contain `name`. */
  filesMentioning(name: string): readonly string[];
}
