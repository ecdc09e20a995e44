import { spawnSync } from "node:child_process";
import { cpSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { rolldown } from "rolldown";
import { parse } from "yaml";
import { z } from "zod";

const home = join(import.meta.dirname, "..");
const root = join(home, "../..");

/**
 * Packages of this repository that the recorder is made of (those of others stay dependencies), each with what its declarations
 * begin with: of the ledger, the recorder's name the store alone.
 */
const OWN = { core: "src/index", ledger: "src/store" } as const;

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  dependencies: z.record(z.string(), z.string()),
});
type Manifest = z.infer<typeof manifestSchema>;

/**
 * Builds what an application installs: JavaScript with declarations, and a manifest whose dependencies are the packages of others
 * in the versions that are tested here. `openai` is the application's own.
 *
 * @param dist is replaced as a whole, so that nobody sees half of it
 */
export async function buildRecorder(dist: string = join(home, "dist")): Promise<void> {
  const draft = `${dist}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  try {
    const imported = await bundle(draft);
    writeTypes(join(draft, "types"));
    writeFileSync(join(draft, "package.json"), `${JSON.stringify(manifestOf(imported), null, 2)}\n`);
    cpSync(join(root, "LICENSE"), join(draft, "LICENSE"));
    rmSync(dist, { recursive: true, force: true });
    renameSync(draft, dist);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** @returns the packages of others that the code asks for */
async function bundle(folder: string): Promise<ReadonlySet<string>> {
  const build = await rolldown({
    input: { index: join(home, "src/index.ts") },
    platform: "node",
    logLevel: "warn",
    checks: { circularDependency: false },
    external: (id) => !id.startsWith(".") && !id.startsWith("/") && !id.startsWith("@runrate/"),
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
    const { output } = await build.write({ dir: folder, format: "esm", chunkFileNames: "[name]-[hash].js" });
    const own = new Set(output.map(({ fileName }) => fileName));
    const ids = output.flatMap((file) => (file.type === "chunk" ? [...file.imports, ...file.dynamicImports] : []));
    return new Set(ids.filter((id) => !own.has(id) && !id.startsWith("node:")).map((id) => packageOf(id)));
  } finally {
    await build.close();
  }
}

function packageOf(id: string): string {
  return id
    .split("/")
    .slice(0, id.startsWith("@") ? 2 : 1)
    .join("/");
}

/** Declarations, whose imports are made to lead to each other. */
function writeTypes(folder: string): void {
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const { status, stdout } = spawnSync(
    process.execPath,
    [compiler, "-p", join(home, "tsconfig.types.json"), "--outDir", folder],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`the recorder's declarations cannot be written:\n${stdout}`);
  for (const path of globSync("**/*.d.ts", { cwd: folder })) {
    const text = readFileSync(join(folder, path), "utf8");
    const toOwn = (name: keyof typeof OWN) => relative(dirname(path), join(name, `${OWN[name]}.js`));
    writeFileSync(
      join(folder, path),
      text
        .replace(/((?:from|import\() ?")(\.[^"]+)\.ts"/g, '$1$2.js"')
        .replaceAll('"@runrate/core"', `"${toOwn("core")}"`)
        .replaceAll('"@runrate/ledger"', `"${toOwn("ledger")}"`),
    );
  }
}

function manifestOf(imported: ReadonlySet<string>): object {
  const { name, version, dependencies } = manifestAt("packages/recorder");
  const known = new Map(Object.entries(dependencies));
  for (const own of Object.keys(OWN)) {
    for (const entry of Object.entries(manifestAt(`packages/${own}`).dependencies)) known.set(...entry);
  }
  const wanted = [...imported].filter((one) => one !== "openai").toSorted();
  return {
    name,
    version,
    description:
      "Counts what an application's calls of language models use, with who they were for, and keeps them to a budget",
    license: "MIT",
    type: "module",
    exports: { ".": { types: "./types/recorder/src/index.d.ts", default: "./index.js" } },
    engines: { node: ">=22.12" },
    dependencies: Object.fromEntries(wanted.map((one) => [one, versionOf(one, known.get(one))])),
    peerDependencies: { openai: ">=5" },
  };
}

/** @throws Error for a package that nothing declares */
function versionOf(name: string, declared: string | undefined): string {
  if (declared === undefined) throw new Error(`the recorder imports ${name}, which no package of it depends on`);
  if (declared !== "catalog:") return declared;
  const catalog = z
    .object({ catalog: z.record(z.string(), z.string()) })
    .parse(parse(readFileSync(join(root, "pnpm-workspace.yaml"), "utf8"))).catalog;
  return catalog[name] ?? versionOf(name, undefined);
}

function manifestAt(folder: string): Manifest {
  return manifestSchema.parse(JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")));
}
