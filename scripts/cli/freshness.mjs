import { createHash } from "node:crypto";
import { readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * What a build was made from: per source file its path in the repository, size, times and SHA-256.
 * @typedef {{ entry: string, checkedAtMs: number, sources: Array<[path: string, size: number, mtimeMs: number, ctimeMs: number, sha256: string]> }} BuildRecord
 */

/** A file changed this shortly before it was looked at can change again without its times showing it. */
const CLOCK_TICK_MS = 50;

/** @param {string} root the repository */
export function buildRecordPath(root) {
  return join(root, "apps", "cli", "dist", "build.json");
}

/**
 * The built CLI, when nothing that it was made from has changed since.
 * Times and sizes decide as long as they are unchanged; where they differ, the content does.
 * @param {string} root the repository
 * @returns {string | null} absolute path of the entry module; null when it must be built
 */
export function freshEntry(root) {
  /** @type {BuildRecord} */
  let record;
  try {
    record = JSON.parse(readFileSync(buildRecordPath(root), "utf8"));
  } catch {
    return null;
  }
  const checkedAtMs = Date.now();
  let lookedInside = false;
  for (const source of record.sources) {
    const [path, size, mtimeMs, ctimeMs, sha256] = source;
    const stat = statSync(join(root, path), { throwIfNoEntry: false });
    if (stat === undefined) return null;
    const unchanged = stat.size === size && stat.mtimeMs === mtimeMs && stat.ctimeMs === ctimeMs;
    if (unchanged && ctimeMs < record.checkedAtMs - CLOCK_TICK_MS) continue;
    if (sha256OfFile(join(root, path)) !== sha256) return null;
    source.splice(1, 3, stat.size, stat.mtimeMs, stat.ctimeMs);
    lookedInside = true;
  }
  const entry = join(root, record.entry);
  if (statSync(entry, { throwIfNoEntry: false }) === undefined) return null;
  if (lookedInside) {
    try {
      writeBuildRecord(root, { ...record, checkedAtMs });
    } catch {
      // A clone that cannot be written to is still a good one: it only costs a longer look each time.
    }
  }
  return entry;
}

/**
 * @param {string} root the repository
 * @param {string} entry the entry module's path in the repository
 * @param {readonly string[]} paths the sources' paths in the repository
 * @returns {BuildRecord}
 */
export function recordSources(root, entry, paths) {
  const checkedAtMs = Date.now();
  return {
    entry,
    checkedAtMs,
    sources: paths.map((path) => {
      const { size, mtimeMs, ctimeMs } = statSync(join(root, path));
      return [path, size, mtimeMs, ctimeMs, sha256OfFile(join(root, path))];
    }),
  };
}

/**
 * @param {string} root the repository
 * @param {BuildRecord} record
 */
export function writeBuildRecord(root, record) {
  const path = buildRecordPath(root);
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(record));
  renameSync(draft, path);
}

/** @param {string} path */
function sha256OfFile(path) {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}
