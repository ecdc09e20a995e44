import { basename, extname } from "node:path/posix";
import { readDotenv } from "./dotenv.ts";
import type { SettingsEntry } from "./settings-entry.ts";
import { readToml } from "./toml.ts";
import { readYaml } from "./yaml.ts";

/** Larger ones are data, not settings. */
const MAX_SETTINGS_BYTES = 400_000;
const MAX_ENTRIES = 20_000;

/** Written by tools, for tools: never read by the code that calls a model. */
const NOT_SETTINGS =
  /^(?:package(?:-lock)?|composer|tsconfig.*|jsconfig.*|components|vercel|turbo|biome|renovate|\.eslintrc|pnpm-lock|openapi|swagger)\.(?:json|ya?ml)$/;

export function isSettingsFile(path: string): boolean {
  const name = basename(path);
  if (/^\.env(?:\..*)?$|\.env$/.test(name)) return true;
  return /\.(?:ya?ml|json|toml)$/i.test(name) && !NOT_SETTINGS.test(name);
}

export function isEnvironmentFile(path: string): boolean {
  return /^\.env(?:\..*)?$|\.env$/.test(basename(path));
}

/**
 * The values of a settings file with their key paths and lines. A file that is no valid YAML, JSON or TOML gives what
 * could be read, possibly nothing. Never throws for what a file contains.
 */
export function readSettings(path: string, bytes: Uint8Array): readonly SettingsEntry[] {
  if (bytes.length > MAX_SETTINGS_BYTES) return [];
  const text = new TextDecoder().decode(bytes);
  if (isEnvironmentFile(path)) return readDotenv(path, text).slice(0, MAX_ENTRIES);
  try {
    const entries = extname(path).toLowerCase() === ".toml" ? readToml(path, text) : readYaml(path, text);
    return entries.slice(0, MAX_ENTRIES);
  } catch {
    return [];
  }
}
