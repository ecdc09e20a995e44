import { z } from "zod";
import { section, text, texts, whole } from "../fields.ts";
import { present } from "../present.ts";

/** How one provider's usage comes in. */
export interface SourceSettings {
  readonly provider: string;
  /** The sources (with `*` globs) whose records are billed; the provider's others only enrich. Absent: the admin API where configured, else all. */
  readonly billing?: readonly string[];
  /** How far back a first synchronisation goes. */
  readonly backfillDays: number;
  readonly everyMinutes: number;
  /** After how long without news the source counts as stale. */
  readonly staleAfterHours: number;
  /** Organisations with a key each; the key is in the named environment variable, never in the file. */
  readonly organisations: readonly { readonly name: string; readonly keyFrom: string }[];
}

/** What people call a source, and the source names that it stands for in the ledger. */
const BILLING_SOURCES: Readonly<Record<string, (provider: string) => readonly string[]>> = {
  admin: (provider) => [`${provider}-admin`, `${provider}-admin:*`],
  "admin-api": (provider) => [`${provider}-admin`, `${provider}-admin:*`],
  pushed: () => ["otlp*", "recorder*", "http*", "import:*", "litellm*"],
  otlp: () => ["otlp*"],
  recorder: () => ["recorder*"],
  http: () => ["http*"],
  import: () => ["import:*"],
  litellm: () => ["litellm*"],
};

const source = section({
  billing: texts(
    "admin, pushed, otlp, recorder, http, import, litellm, or a source's name; or a list of them",
  ).optional(),
  backfill_days: whole("days", { max: 3_650 }).prefault("90"),
  every_minutes: whole("minutes", { min: 1, max: 1_440 }).prefault("5"),
  stale_after_hours: whole("hours", { min: 1, max: 8_760 }).prefault("24"),
  organisations: z
    .array(
      section({
        name: text("the organisation's name"),
        key_from: text("the name of the environment variable that holds the key").refine(
          (name) => /^[A-Z][A-Z0-9_]*$/.test(name),
          {
            error: "must be the name of an environment variable (OPENAI_ADMIN_KEY_EU), not a key itself",
          },
        ),
      }),
    )
    .default([]),
});

export const sources = z.record(z.string(), source).transform((map): readonly SourceSettings[] =>
  Object.entries(map).map(([provider, raw]) =>
    present({
      provider,
      billing: raw.billing?.flatMap((name) =>
        Object.hasOwn(BILLING_SOURCES, name) ? (BILLING_SOURCES[name]?.(provider) ?? []) : [name],
      ),
      backfillDays: raw.backfill_days,
      everyMinutes: raw.every_minutes,
      staleAfterHours: raw.stale_after_hours,
      organisations: raw.organisations.map(({ name, key_from: keyFrom }) => ({ name, keyFrom })),
    }),
  ),
);
