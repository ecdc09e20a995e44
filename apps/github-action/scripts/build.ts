import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { rolldown } from "rolldown";
import { licenceList } from "./licences.ts";

const home = join(import.meta.dirname, "..");

/** WebAssembly that travels beside the bundle, compressed: name there, and where it is installed (seen from `callsites`). */
const GRAMMARS = {
  runtime: "web-tree-sitter/web-tree-sitter.wasm",
  python: "tree-sitter-python/tree-sitter-python.wasm",
  javascript: "tree-sitter-javascript/tree-sitter-javascript.wasm",
  typescript: "tree-sitter-typescript/tree-sitter-typescript.wasm",
  tsx: "tree-sitter-typescript/tree-sitter-tsx.wasm",
} as const;

/**
 * Builds beside dist/ and then takes its place, so that a run never sees half of it.
 *
 * @returns the folder
 */
export async function buildAction(): Promise<string> {
  const dist = join(home, "dist");
  const draft = join(home, `.dist-${process.pid}`);
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(join(draft, "grammars"), { recursive: true });
  const modules = await bundle(draft);
  writeGrammars(join(draft, "grammars"));
  writeFileSync(join(draft, "package.json"), '{ "type": "module" }\n');
  writeFileSync(join(draft, "LICENCES.txt"), licenceList(modules));
  cpSync(join(home, "../../LICENSE"), join(draft, "LICENSE"));
  rmSync(dist, { recursive: true, force: true });
  renameSync(draft, dist);
  return dist;
}

async function bundle(folder: string): Promise<readonly string[]> {
  const build = await rolldown({
    input: { index: join(home, "src/main.ts") },
    platform: "node",
    logLevel: "warn",
    checks: { circularDependency: false, eval: false },
    plugins: [
      {
        name: "json-as-text",
        // A large literal costs several times as much to compile as its JSON text to parse.
        transform: {
          filter: { id: /catalogue\.json$/ },
          handler: (json) => ({
            code: `export default JSON.parse(${JSON.stringify(JSON.stringify(JSON.parse(json)))});`,
            moduleType: "js",
          }),
        },
      },
    ],
  });
  try {
    const { output } = await build.write({
      dir: folder,
      format: "esm",
      codeSplitting: true,
      comments: false,
      minify: true,
      entryFileNames: "index.js",
      chunkFileNames: "[name]-[hash].js",
    });
    return output.flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
  } finally {
    await build.close();
  }
}

/** Compressing takes seconds and its input changes with a dependency alone: what was compressed before is used again. */
function writeGrammars(folder: string): void {
  const require = createRequire(join(home, "../../packages/callsites/src/index.ts"));
  for (const [name, path] of Object.entries(GRAMMARS)) {
    const source = require.resolve(path);
    const version = versionOf(source);
    const known = join(home, "node_modules/.cache/grammars", `${name}-${version}.wasm.br`);
    if (!existsSync(known)) {
      const bytes = readFileSync(source);
      const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
      mkdirSync(dirname(known), { recursive: true });
      writeFileSync(known, brotliCompressSync(bytes, { params }));
    }
    cpSync(known, join(folder, `${name}.wasm.br`));
  }
}

function versionOf(file: string): string {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest)) {
      const parsed: unknown = JSON.parse(readFileSync(manifest, "utf8"));
      if (typeof parsed === "object" && parsed !== null && "version" in parsed) return String(parsed.version);
    }
    if (folder === dirname(folder)) throw new Error(`${file} belongs to no package`);
  }
}
