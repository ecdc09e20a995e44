import { Temporal } from "temporal-polyfill";
import { RunrateError } from "./errors.ts";

/** The zone of a question that names none, as OpenAI bills. */
export const UTC = "UTC";

/** Spellings people use for UTC that the IANA list treats as separate links. */
const UTC_NAMES = new Set(["utc", "gmt", "z", "etc/utc", "zulu", "universal"]);

/** Zones known to be good, so that a ledger query over many records does not validate the same name again. */
const known = new Map<string, string>();

/**
 * The IANA name of a zone in its own spelling ("europe/berlin" becomes "Europe/Berlin").
 *
 * @throws RunrateError `unknown_zone` for anything that is not an IANA zone (fixed offsets and abbreviations such as "CET+1"
 * or "+02:00" included, since they do not follow daylight saving); the hint names zones that look alike.
 */
export function parseZone(name: string): string {
  const cached = known.get(name);
  if (cached !== undefined) return cached;
  const zone = UTC_NAMES.has(name.trim().toLowerCase()) ? UTC : ianaZone(name.trim());
  if (zone === undefined) {
    const alike = zonesLike(name);
    throw new RunrateError("unknown_zone", `"${name.slice(0, 64)}" is not a time zone`, {
      zone: name.slice(0, 64),
      hint:
        alike.length > 0
          ? `Did you mean ${alike.map((zoneName) => `"${zoneName}"`).join(" or ")}?`
          : 'Write an IANA name such as "Europe/Berlin", "America/New_York" or "UTC".',
    });
  }
  if (known.size < 1_000) known.set(name, zone);
  return zone;
}

function ianaZone(name: string): string | undefined {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{1,63}$/.test(name)) return undefined;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  } catch {
    return undefined;
  }
}

/** Zones whose city or name contains what was written ("Berlin", "new york"), at most three. */
function zonesLike(name: string): string[] {
  const wanted = name.trim().toLowerCase().replaceAll(/\s+/g, "_");
  if (wanted.length < 3) return [];
  return Intl.supportedValuesOf("timeZone")
    .filter((zone) => zone.toLowerCase().includes(wanted))
    .slice(0, 3);
}
