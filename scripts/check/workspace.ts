import { existsSync, globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { SourceFile, WorkspacePackage } from "./boundaries.ts";

const Manifest = z.object({ name: z.string() });
const Workspace = z.object({ packages: z.array(z.string()) });

/** @returns the packages that pnpm-workspace.yaml names */
export function readPackages(root: string): WorkspacePackage[] {
  const { packages } = Workspace.parse(parse(readFileSync(join(root, "pnpm-workspace.yaml"), "utf8")));
  return packages
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .map((folder) => folder.split(sep).join("/"))
    .filter((folder) => existsSync(join(root, folder, "package.json")))
    .map((folder) => ({
      folder,
      name: Manifest.parse(JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"))).name,
    }));
}

/** @returns every hand-written TypeScript and JavaScript file of the packages, tests included, fixtures not */
export function readSources(root: string, packages: readonly WorkspacePackage[]): SourceFile[] {
  return packages
    .flatMap(({ folder }) => globSync(`${folder}/**/*.{ts,tsx,mts,mjs,js}`, { cwd: root, exclude: isOutside }))
    .map((path) => ({ path: path.split(sep).join("/"), text: readFileSync(join(root, path), "utf8") }))
    .filter(({ path }) => !/\/fixtures?\/|\.data\.ts$/.test(path));
}

function isOutside(name: string): boolean {
  return /(^|[\\/])(node_modules|dist|fixtures?|\.turbo)$/.test(name);
}
