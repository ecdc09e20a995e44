/**
 * npm hands its whole configuration down as npm_config_* variables. Those that say how to reach a registry are the
 * user's wish and stay; the rest (a `nodedir` with another Node's headers, a `prefix`) would bend pnpm's work.
 */
const KEPT_SETTINGS = new Set([
  "registry",
  "proxy",
  "http_proxy",
  "https_proxy",
  "noproxy",
  "ca",
  "cafile",
  "strict_ssl",
  "userconfig",
  "globalconfig",
  "cache",
]);

/**
 * The environment in which tools run: the caller's, without what npm added to it.
 * @param {Readonly<Record<string, string | undefined>>} inherited
 * @returns {Record<string, string>}
 */
export function cleanEnvironment(inherited) {
  /** @type {Record<string, string>} */
  const clean = {};
  for (const [name, value] of Object.entries(inherited)) {
    if (value === undefined) continue;
    const setting = /^npm_config_(.*)$/i.exec(name)?.[1]?.toLowerCase().replaceAll("-", "_");
    if (setting !== undefined) {
      if (value !== "" && (KEPT_SETTINGS.has(setting) || setting.startsWith("//"))) clean[name] = value;
      if (setting === "registry" && value !== "") clean["pnpm_config_registry"] = value;
    } else if (!/^(npm_|INIT_CWD$)/i.test(name)) {
      clean[name] = value;
    }
  }
  return { ...clean, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1", TURBO_NO_UPDATE_NOTIFIER: "1" };
}
