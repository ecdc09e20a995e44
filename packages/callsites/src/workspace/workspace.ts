import { dirname } from "node:path/posix";
import { pathFits } from "@runrate/config";
import type { ModuleModel } from "../module/module.ts";
import { languageOf } from "../parse/source-text.ts";
import type { Program } from "../resolve/program.ts";
import { isEnvironmentFile, isSettingsFile, readSettings } from "../settings-files/read-settings.ts";
import type { SettingsEntry } from "../settings-files/settings-entry.ts";
import { type ScanSettings, SETTINGS_FILE } from "../scan/scan-settings.ts";
import { MAX_FILE_BYTES, type ScanNote, type SourceTree } from "../trees/tree.ts";
import { isIgnoredPath } from "./ignored-paths.ts";
import { resolvePythonImport, resolveScriptImport } from "./import-paths.ts";
import type { ModuleStore } from "./module-store.ts";
import { type PathAlias, readPathAliases } from "./path-aliases.ts";

/** A tree in memory, as resolution and search see it. Modules are parsed when somebody asks for them. */
export class Workspace implements Program {
  readonly sources: ReadonlyMap<string, Buffer>;
  readonly notes: ScanNote[] = [];
  readonly #contents: ReadonlyMap<string, Buffer>;
  readonly #store: ModuleStore;
  readonly #production: Readonly<Record<string, string>>;
  readonly #isIgnored: (path: string) => boolean;
  readonly #modules = new Map<string, ModuleModel | null>();
  readonly #settings = new Map<string, readonly SettingsEntry[]>();
  readonly #aliases = new Map<string, readonly PathAlias[]>();
  readonly #imports = new Map<string, string | null>();
  readonly #mentions = new Map<string, readonly string[]>();
  #environment: ReadonlyMap<string, readonly SettingsEntry[]> | null = null;
  #packages: ReadonlyMap<string, string> | null = null;

  private constructor(
    contents: ReadonlyMap<string, Buffer>,
    store: ModuleStore,
    isIgnored: (path: string) => boolean,
    production: Readonly<Record<string, string>>,
  ) {
    this.#production = production;
    this.#contents = contents;
    this.#store = store;
    this.#isIgnored = isIgnored;
    this.sources = new Map([...contents].filter(([path]) => languageOf(path) !== null && !isIgnored(path)));
  }

  /** Reads what a scan can need of a tree: sources, settings and prompt texts. */
  static async open(tree: SourceTree, store: ModuleStore, settings: ScanSettings): Promise<Workspace> {
    const { ignore, environment } = settings;
    const isIgnored = (path: string): boolean => isIgnoredPath(path) || (ignore.length > 0 && pathFits(ignore, path));
    const wanted = new Set(tree.files.map((file) => file.path).filter(isReadable));
    const contents = await store.contents.read(tree, wanted);
    const workspace = new Workspace(contents, store, isIgnored, environment);
    workspace.notes.push(...tree.notes);
    for (const path of wanted)
      if (!contents.has(path))
        workspace.notes.push({ path, reason: `could not be read, or is larger than ${MAX_FILE_BYTES} bytes` });
    return workspace;
  }

  isIgnored(path: string): boolean {
    return this.#isIgnored(path);
  }

  has(path: string): boolean {
    return this.#contents.has(path);
  }

  bytes(path: string): Buffer | null {
    return this.#contents.get(path) ?? null;
  }

  paths(): Iterable<string> {
    return this.#contents.keys();
  }

  module(path: string): ModuleModel | null {
    const known = this.#modules.get(path);
    if (known !== undefined) return known;
    const bytes = languageOf(path) === null ? null : this.bytes(path);
    const parsed = bytes === null ? null : this.#store.get(path, bytes);
    if (parsed?.kind === "skipped") this.notes.push({ path, reason: parsed.reason });
    const module = parsed?.kind === "module" ? parsed.module : null;
    if (module?.damaged === true)
      this.notes.push({ path, reason: "does not parse as a whole; what could be read was scanned" });
    this.#modules.set(path, module);
    return module;
  }

  resolveImport(from: string, specifier: string): string | null {
    const key = `${from}\0${specifier}`;
    const known = this.#imports.get(key);
    if (known !== undefined) return known;
    const found =
      languageOf(from) === "python"
        ? resolvePythonImport(this, from, specifier)
        : resolveScriptImport(this, from, specifier);
    this.#imports.set(key, found);
    return found;
  }

  settings(path: string): readonly SettingsEntry[] {
    const known = this.#settings.get(path);
    if (known !== undefined) return known;
    const bytes = this.bytes(path);
    const { entries, problem } = bytes === null ? { entries: [], problem: null } : readSettings(path, bytes);
    if (problem !== null) this.notes.push({ path, reason: problem });
    this.#settings.set(path, entries);
    return entries;
  }

  filesEndingWith(suffix: string): readonly string[] {
    const clean = suffix.replace(/^(?:\.{1,2}\/)+/, "");
    return [...this.#contents.keys()].filter((path) => path === clean || path.endsWith(`/${clean}`)).slice(0, 4);
  }

  environment(name: string, from: string): SettingsEntry | null {
    this.#environment ??= this.#readEnvironment();
    const entries = this.#environment.get(name) ?? [];
    for (let folder = dirname(from); ; folder = dirname(folder)) {
      const found = entries.find(({ path }) => dirname(path) === folder);
      if (found !== undefined) return found;
      if (folder === "." || folder === "/") break;
    }
    // Of several projects none is meant; a single file somewhere else may be.
    const [only, ...others] = new Set(entries.map(({ path }) => dirname(path)));
    if (only === undefined || others.length > 0) return null;
    return isBelow(only, from) || this.#isOnlyProject(only) ? (entries[0] ?? null) : null;
  }

  /** Whether no other folder of the tree has environment files: where several have, each is of a project of its own. */
  #isOnlyProject(folder: string): boolean {
    if (folder.includes("/")) return false;
    const entries = [...(this.#environment?.values() ?? [])].flat();
    return entries.every(({ path }) => !path.includes("/") || path.startsWith(`${folder}/`));
  }

  production(name: string): SettingsEntry | null {
    if (!Object.hasOwn(this.#production, name)) return null;
    return { path: SETTINGS_FILE, keys: [name], value: this.#production[name] ?? "", line: 1 };
  }

  text(path: string): string | null {
    return this.bytes(path)?.toString("utf8") ?? null;
  }

  filesMentioning(name: string): readonly string[] {
    const known = this.#mentions.get(name);
    if (known !== undefined) return known;
    const { contents } = this.#store;
    const found = [...this.sources].filter(([, bytes]) => contents.mentions(bytes, name)).map(([path]) => path);
    this.#mentions.set(name, found);
    return found;
  }

  /** Source files whose bytes match. */
  sourcesWith(pattern: RegExp): string[] {
    const { contents } = this.#store;
    return [...this.sources].filter(([, bytes]) => contents.matches(bytes, pattern)).map(([path]) => path);
  }

  /** Whether a file's bytes match. */
  holds(path: string, pattern: RegExp): boolean {
    const bytes = this.bytes(path);
    return bytes !== null && this.#store.contents.matches(bytes, pattern);
  }

  aliases(path: string): readonly PathAlias[] {
    const folder = dirname(path);
    const known = this.#aliases.get(folder);
    if (known !== undefined) return known;
    const own = ["tsconfig.json", "jsconfig.json", "tsconfig.app.json", "tsconfig.base.json"].flatMap((name) => {
      const config = folder === "." ? name : `${folder}/${name}`;
      const text = this.text(config);
      return text === null ? [] : readPathAliases(config, text);
    });
    const aliases = folder === "." || folder === "/" ? own : [...own, ...this.aliases(folder)];
    this.#aliases.set(folder, aliases);
    return aliases;
  }

  workspacePackage(name: string): string | null {
    this.#packages ??= this.#readPackages();
    return this.#packages.get(name) ?? null;
  }

  #readPackages(): ReadonlyMap<string, string> {
    const packages = new Map<string, string>();
    for (const [path, bytes] of this.#contents) {
      if (path !== "package.json" && !path.endsWith("/package.json")) continue;
      const name = /"name"\s*:\s*"([^"]+)"/.exec(bytes.toString("utf8"))?.[1];
      if (name !== undefined && !packages.has(name)) packages.set(name, dirname(path));
    }
    return packages;
  }

  /** By variable; plain environment files before examples. */
  #readEnvironment(): ReadonlyMap<string, readonly SettingsEntry[]> {
    const files = [...this.#contents.keys()].filter(isEnvironmentFile).filter((path) => !this.#isIgnored(path));
    const rank = (path: string): number => (/example|sample|template|dist/.test(path) ? 1 : 0);
    const entries = files
      .toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
      .flatMap((path) => this.settings(path));
    return Map.groupBy(entries, ({ keys: [name = ""] }) => name);
  }
}

/** `app/config/` is below the folder of `app/main.py`, and any folder below that of `main.py`. */
function isBelow(folder: string, from: string): boolean {
  const [first = ""] = from.split("/");
  return !from.includes("/") || folder === first || folder.startsWith(`${first}/`);
}

const PROMPT_TEXT = /\.(?:txt|md|mdx|prompt|prompty|j2|jinja2?|hbs|mustache)$/i;

function isReadable(path: string): boolean {
  if (languageOf(path) !== null || isSettingsFile(path)) return true;
  return PROMPT_TEXT.test(path) || /(?:^|\/)(?:package|[jt]sconfig[^/]*)\.json$/.test(path);
}
