import type { CallSite } from "@runrate/callsites";
import { stringify } from "yaml";

/** Stands where a person has to write the model. */
const BLANK = "MODEL";

/** What to add to `runrate.yml` so that a call's model is known: the variable that it comes from, else the call itself. */
export function declareLine(site: Pick<CallSite, "path" | "line" | "model">): string {
  const variable = /environment variable ([A-Za-z_][A-Za-z0-9_]*)/.exec(site.model.reason ?? "")?.[1];
  const entry =
    variable === undefined
      ? { declared: [{ at: site.path, line: site.line, model: BLANK }] }
      : { environment: { [variable]: BLANK } };
  return stringify({ callsites: entry }, { lineWidth: 0 }).trim();
}
