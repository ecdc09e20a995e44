import { join } from "node:path";
import type { ScanOptions } from "@runrate/callsites";

/**
 * Where parsed source files are kept between runs: `RUNRATE_CACHE` (`off`: nowhere), else the user's cache folder. Never in
 * the scanned tree, which may come from somebody else.
 */
export function scanCache(env: Readonly<Record<string, string | undefined>>): Pick<ScanOptions, "cacheFolder"> {
  const named = env["RUNRATE_CACHE"]?.trim() ?? "";
  if (named === "off") return {};
  if (named !== "") return { cacheFolder: named };
  const home = env["HOME"] ?? "";
  const user = env["XDG_CACHE_HOME"] || env["LOCALAPPDATA"] || (home === "" ? "" : join(home, ".cache"));
  return user === "" ? {} : { cacheFolder: join(user, "runrate") };
}
