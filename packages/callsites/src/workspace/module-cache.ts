import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { z } from "zod";
import { EXPRESSION_KINDS } from "../module/expression.ts";
import type { ModuleModel } from "../module/module.ts";

/** Raised when the module model or what fills it changes: older entries are then never read. A test reminds of it. */
export const MODULE_FORMAT = "5";
/** Entries kept; beyond that the older half goes. */
const MAX_ENTRIES = 20_000;
const DAY_MS = 86_400_000;
const UNUSED_DAYS = 30;
const HASH_BYTES = 32;

/** What must hold of an entry before it is taken for a module; the rest was written by this very format. */
const entryShape = z.object({
  /** Of its expressions and scopes. Another release may know more, under the same number. */
  kinds: z.array(z.enum([...Object.keys(EXPRESSION_KINDS), "module"])),
  module: z.object({
    language: z.enum(["python", "javascript", "typescript", "tsx"]),
    scope: z.looseObject({ kind: z.literal("module"), bindings: z.map(z.string(), z.array(z.unknown())) }),
    exports: z.map(z.string(), z.unknown()),
    starExports: z.array(z.string()),
    calls: z.array(z.unknown()),
    settings: z.array(z.unknown()),
    damaged: z.boolean(),
  }),
});

interface Entry {
  readonly kinds: readonly string[];
  readonly module: ModuleModel;
}

/**
 * Parsed modules in a folder, by the hash of what they were parsed from. Nothing in it is needed: an entry that is absent,
 * cut short, changed, or of another version is parsed again. Several processes may share it.
 */
export class ModuleCache {
  readonly #folder: string;
  #written = 0;

  /** `folder` is made if need be; one that cannot be made or written costs time, not correctness. */
  constructor(folder: string) {
    this.#folder = join(folder, `modules-${MODULE_FORMAT}-${process.versions.v8}`);
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      dropUnusedVersions(folder, this.#folder);
    } catch {
      // Reading and writing will fail the same way, and are allowed to.
    }
  }

  get(key: string): ModuleModel | null {
    try {
      const bytes = readFileSync(join(this.#folder, key));
      const payload = bytes.subarray(HASH_BYTES);
      if (!hashOf(payload).equals(bytes.subarray(0, HASH_BYTES))) return null;
      const entry: Entry = deserialize(payload);
      return entryShape.safeParse(entry).success ? entry.module : null;
    } catch {
      return null;
    }
  }

  set(key: string, module: ModuleModel): void {
    try {
      const entry: Entry = { kinds: kindsIn(module), module };
      const payload = serialize(entry);
      const temporary = join(this.#folder, `${key}.${process.pid}`);
      writeFileSync(temporary, Buffer.concat([hashOf(payload), payload]), { mode: 0o600 });
      // Renaming is atomic: no reader sees half an entry.
      renameSync(temporary, join(this.#folder, key));
      this.#written += 1;
    } catch {
      // A full disk, a read-only folder: the next run parses again.
    }
  }

  /** Keeps the folder within bounds; call it when a run is over. */
  close(): void {
    if (this.#written === 0) return;
    try {
      const names = readdirSync(this.#folder);
      if (names.length <= MAX_ENTRIES) return;
      const aged = names.map((name) => ({ name, time: statSync(join(this.#folder, name)).mtimeMs }));
      aged.sort((a, b) => a.time - b.time);
      for (const { name } of aged.slice(0, names.length - MAX_ENTRIES / 2))
        rmSync(join(this.#folder, name), { force: true });
    } catch {
      // Another process may be tidying up as well.
    }
  }
}

/** Every kind in a module, which has circles. */
function kindsIn(module: ModuleModel): readonly string[] {
  const kinds = new Set<string>();
  const seen = new Set<object>();
  const open: unknown[] = [module];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    if ("kind" in value && typeof value.kind === "string") kinds.add(value.kind);
    open.push(...(value instanceof Map ? value.values() : Object.values(value)));
  }
  return [...kinds];
}

function hashOf(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}

/** Folders of other versions that nobody has used for a while. */
function dropUnusedVersions(folder: string, own: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (!name.startsWith("modules-") || path === own) continue;
    if (Date.now() - statSync(path).mtimeMs > UNUSED_DAYS * DAY_MS) rmSync(path, { recursive: true, force: true });
  }
}
