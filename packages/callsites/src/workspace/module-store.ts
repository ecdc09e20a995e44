import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import type { ModuleModel } from "../module/module.ts";
import type { ParserPool } from "../parse/grammars.ts";
import { type ParsedModule, parseModule } from "../parse/parse-module.ts";
import { languageOf } from "../parse/source-text.ts";

/** Raised when the module model or what fills it changes: older entries are then never read. */
const FORMAT = "1";

/** Parsed modules by content: the same file in two trees, or in two runs with a cache folder, is parsed once. */
export class ModuleStore {
  readonly #parsers: ParserPool;
  readonly #folder: string | null;
  readonly #known = new Map<string, ParsedModule>();

  /** `folder`: where results are kept between runs; null keeps them in memory alone. */
  constructor(parsers: ParserPool, folder: string | null) {
    this.#parsers = parsers;
    this.#folder = folder === null ? null : join(folder, `modules-${FORMAT}-${process.versions.v8}`);
    if (this.#folder !== null) mkdirSync(this.#folder, { recursive: true });
  }

  get(path: string, bytes: Uint8Array): ParsedModule {
    const language = languageOf(path) ?? "";
    const key = createHash("sha1")
      .update(path.slice(path.lastIndexOf(".")))
      .update(language)
      .update(bytes)
      .digest("hex");
    const known = this.#known.get(key) ?? this.#load(key);
    if (known !== undefined) {
      this.#known.set(key, known);
      return known;
    }
    const parsed = parseModule(path, bytes, this.#parsers);
    this.#known.set(key, parsed);
    if (parsed.kind === "module") this.#save(key, parsed.module);
    return parsed;
  }

  #load(key: string): ParsedModule | undefined {
    if (this.#folder === null) return undefined;
    try {
      return { kind: "module", module: deserialize(readFileSync(join(this.#folder, key))) };
    } catch {
      // Absent, or cut short by a full disk: parsing again is always right.
      return undefined;
    }
  }

  #save(key: string, module: ModuleModel): void {
    if (this.#folder === null) return;
    try {
      const temporary = join(this.#folder, `${key}.${process.pid}`);
      writeFileSync(temporary, serialize(module));
      renameSync(temporary, join(this.#folder, key));
    } catch {
      // A cache that cannot be written costs time, not correctness.
    }
  }
}
