import type { CallSiteSettings } from "@runrate/config";

/** What `runrate.yml` says of call sites, as far as scanning goes. */
export type ScanSettings = Pick<CallSiteSettings, "ignore" | "wrappers" | "aliases" | "environment" | "declared">;

export const DEFAULT_SETTINGS: ScanSettings = { ignore: [], wrappers: [], aliases: {}, environment: {}, declared: [] };

/** Where values stand that the source does not show. */
export const SETTINGS_FILE = "runrate.yml";
