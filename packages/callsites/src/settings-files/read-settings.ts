import { basename, extname } from "node:path/posix";
import { readDotenv } from "./dotenv.ts";
import type { SettingsEntry } from "./settings-entry.ts";
import { readToml } from "./toml.ts";
import { readYaml } from "./yaml.ts";

/** Larger ones are data, not settings. */
const MAX_SETTINGS_BYTES = 400_000;
const MAX_ENTRIES = 20_000;
/** Deeper than anybody writes; parsers take long, or fail, on more. */
const MAX_NESTING = 500;

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

/** What a settings file holds, and what was wrong with it. */
export interface SettingsFile {
  readonly entries: readonly SettingsEntry[];
  /** Null where all of it could be read. */
  readonly problem: string | null;
}

/**
 * The values of a settings file with their key paths and lines. A file that is no valid YAML, JSON or TOML gives what
 * could be read, possibly nothing, and the problem. Never throws for what a file contains.
 */
export function readSettings(path: string, bytes: Uint8Array): SettingsFile {
  if (bytes.length > MAX_SETTINGS_BYTES)
    return { entries: [], problem: `larger than ${MAX_SETTINGS_BYTES} bytes: data, not settings` };
  const text = new TextDecoder().decode(bytes);
  if (isEnvironmentFile(path)) return { entries: readDotenv(path, text).slice(0, MAX_ENTRIES), problem: null };
  if (nesting(text) > MAX_NESTING) return { entries: [], problem: `nested more than ${MAX_NESTING} levels deep` };
  try {
    const entries = extname(path).toLowerCase() === ".toml" ? readToml(path, text) : readYaml(path, text);
    return { entries: entries.slice(0, MAX_ENTRIES), problem: null };
  } catch (error) {
    const [first = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    return { entries: [], problem: `could not be read: ${first.slice(0, 200)}` };
  }
}

/** Deepest nesting of brackets, those in texts counted too: an upper bound, before a parser recurses into it. */
function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x5b || code === 0x7b) deepest = Math.max(deepest, (depth += 1));
    else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return deepest;
}
