import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { defaultConfig, parseConfig, type RunrateConfig } from "@runrate/config";
import { RunrateError } from "@runrate/core";
import type { CommandContext } from "./context.ts";

const FILE = "runrate.yml";

/**
 * The configuration that was named with `--config`, else the nearest `runrate.yml` from the working folder up to the repository's
 * root, else the defaults.
 *
 * @throws RunrateError `file_unreadable`, `bad_config`
 */
export function configurationOf({ options, folder }: Pick<CommandContext, "options" | "folder">): RunrateConfig {
  const path = options.config ?? findConfig(folder);
  return path === undefined ? defaultConfig() : parseConfig(readTextFile(path), path);
}

/** The nearest `runrate.yml`; the search ends at the folder that holds `.git`. */
export function findConfig(folder: string): string | undefined {
  let current = resolve(folder);
  for (;;) {
    const path = join(current, FILE);
    if (existsSync(path)) return path;
    const parent = dirname(current);
    if (parent === current || existsSync(join(current, ".git"))) return undefined;
    current = parent;
  }
}

/** A file that the user named. @throws RunrateError `file_unreadable` */
export function readTextFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const why = error instanceof Error && "code" in error ? reasonOf(String(error.code)) : "cannot be read";
    throw new RunrateError("file_unreadable", `${path} ${why}`, { path, hint: "Check the path." }, { cause: error });
  }
}

function reasonOf(code: string): string {
  switch (code) {
    case "ENOENT":
      return "does not exist";
    case "EISDIR":
      return "is a folder, not a file";
    case "EACCES":
    case "EPERM":
      return "may not be read";
    default:
      return `cannot be read (${code})`;
  }
}
