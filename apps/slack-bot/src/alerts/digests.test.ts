import { parseConfig } from "@runrate/config";
import { expect, test } from "vitest";
import { lastDue } from "./digests.ts";

function due(digest: string, now: string): string | undefined {
  const [settings] = parseConfig(`alerts: { digests: [${digest}] }`, "runrate.yml").alerts.digests;
  if (!settings) throw new Error("no digest");
  const at = lastDue(settings, "UTC", Date.parse(now));
  return at === undefined ? undefined : new Date(at).toISOString();
}

test.each([
  ["{ channel: a, every: day, at: '09:00' }", "2026-11-24T09:00:00Z", "2026-11-24T09:00:00.000Z"],
  ["{ channel: a, every: day, at: '09:00' }", "2026-11-24T08:59:59Z", "2026-11-23T09:00:00.000Z"],
  // Monday is the default; 24 November 2026 is a Tuesday.
  ["{ channel: a, every: week }", "2026-11-24T12:00:00Z", "2026-11-23T09:00:00.000Z"],
  ["{ channel: a, every: week, on: sunday }", "2026-11-24T12:00:00Z", "2026-11-22T09:00:00.000Z"],
  // Summer time ends in Berlin on 25 October 2026: 09:00 is 07:00 UTC before and 08:00 UTC after.
  [
    "{ channel: a, every: day, at: '09:00', timezone: Europe/Berlin }",
    "2026-10-24T12:00:00Z",
    "2026-10-24T07:00:00.000Z",
  ],
  [
    "{ channel: a, every: day, at: '09:00', timezone: Europe/Berlin }",
    "2026-10-25T12:00:00Z",
    "2026-10-25T08:00:00.000Z",
  ],
])("%s at %s was due last at %s", (digest, now, expected) => {
  expect(due(digest, now)).toBe(expected);
});
