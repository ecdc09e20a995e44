import { builtinModules } from "node:module";
import { posix } from "node:path";
import { readSourceFacts } from "./source-facts.ts";

/** A package of the workspace, as the dependency rule sees it. */
export interface WorkspacePackage {
  name: string;
  /** Its folder in the repository, such as "packages/core". */
  folder: string;
}

/** A source file of a workspace package. */
export interface SourceFile {
  /** Its path in the repository, with forward slashes. */
  path: string;
  text: string;
}

/** The layers, from the ground up: a package may import its own layer and those below. */
const LAYERS = [/^packages\/core$/, /^catalogue$/, /^packages\//, /^(apps\/|examples\/|bench$)/];
/** Flows 1 and 2 meet in the apps only. */
const STRANGERS = [["@runrate/ledger", "@runrate/callsites"]];
/** `runrate serve` is the bot, started from the terminal: the one app that another may import. */
const APPS_BEHIND_APPS: Readonly<Record<string, readonly string[]>> = {
  "@runrate/cli": ["@runrate/slack-bot", "@runrate/github-action"],
};
/** Libraries of pure functions that core is built on. */
const CORE_LIBRARIES = new Set(["zod", "temporal-polyfill"]);
const BUILTIN = new Set(builtinModules);

/**
 * Checks `apps -> packages -> core`, core's purity, and that packages enter each other by the front door only.
 * Test files may use the world (files, clocks), but not reach into another package either.
 * @returns one line for each breach, such as "packages/core/src/x.ts:3 core has no clock: ..."; none when all is well
 */
export function findBreaches(packages: readonly WorkspacePackage[], files: readonly SourceFile[]): string[] {
  const byFolder = [...packages].sort((a, b) => b.folder.length - a.folder.length);
  const byName = new Map(packages.map((one) => [one.name, one]));
  const breaches: string[] = [];
  for (const file of files) {
    const home = byFolder.find(({ folder }) => file.path.startsWith(`${folder}/`));
    if (!home) continue;
    const isTest = /\.(test|bench)\.[cm]?tsx?$|\/(test|scripts)\//.test(file.path);
    const facts = readSourceFacts(file.path, file.text);
    for (const { name, line } of facts.imports) {
      const reason = importBreach(home, file.path, name, isTest, byName);
      if (reason !== undefined) breaches.push(`${file.path}:${line} ${reason}`);
    }
    if (!isCore(home) || isTest) continue;
    for (const { name, line } of facts.ambient) {
      breaches.push(`${file.path}:${line} core has no clock, environment or I/O: take ${name} as an argument`);
    }
  }
  return breaches;
}

function importBreach(
  home: WorkspacePackage,
  path: string,
  specifier: string,
  isTest: boolean,
  byName: ReadonlyMap<string, WorkspacePackage>,
): string | undefined {
  if (specifier.startsWith(".")) {
    const target = posix.normalize(posix.join(posix.dirname(path), specifier));
    if (target.startsWith(`${home.folder}/`)) return undefined;
    return isTest && !/^(packages|apps|catalogue|bench)\//.test(target)
      ? undefined
      : `${specifier} leaves ${home.name}: import the other package by its name`;
  }
  const bare = /^(@[^/]+\/[^/]+|[^/]+)/.exec(specifier)?.[0] ?? specifier;
  const target = byName.get(bare);
  if (target) return workspaceBreach(home, target, specifier, isTest);
  if (!isCore(home) || isTest) return undefined;
  if (specifier.startsWith("node:") || BUILTIN.has(bare)) return `core has no I/O: it must not import ${specifier}`;
  return CORE_LIBRARIES.has(bare)
    ? undefined
    : `core knows no vendor or library but ${[...CORE_LIBRARIES].join(", ")}: ${bare}`;
}

function workspaceBreach(
  home: WorkspacePackage,
  target: WorkspacePackage,
  specifier: string,
  isTest: boolean,
): string | undefined {
  if (/\/(src|test)\//.test(specifier)) return `${specifier} goes past the front door of ${target.name}`;
  if (STRANGERS.some((pair) => pair.includes(home.name) && pair.includes(target.name) && home !== target)) {
    return `${home.name} and ${target.name} must not know each other`;
  }
  if (layerOf(target) > layerOf(home)) return `${home.name} must not import ${target.name}, which stands above it`;
  const isAppToApp = home !== target && target.folder.startsWith("apps/") && home.folder.startsWith("apps/");
  if (isAppToApp && !isTest && !APPS_BEHIND_APPS[home.name]?.includes(target.name)) {
    return `${home.name} must not import ${target.name}: share code through a package`;
  }
  return undefined;
}

function isCore({ folder }: WorkspacePackage): boolean {
  return folder === "packages/core";
}

function layerOf({ folder }: WorkspacePackage): number {
  return LAYERS.findIndex((layer) => layer.test(folder));
}
