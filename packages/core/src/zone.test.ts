import { describe, expect, test } from "vitest";
import { parseZone } from "./zone.ts";

describe("time zones", () => {
  test("are read in any case and spelled as IANA does", () => {
    expect(parseZone("europe/berlin")).toBe("Europe/Berlin");
    expect(parseZone(" utc ")).toBe("UTC");
    expect(parseZone("Etc/UTC")).toBe("UTC");
    expect(parseZone("Z")).toBe("UTC");
  });

  test.each(["", "Mars/Olympus", "+02:00", "CET+1", "a".repeat(10_000), "<script>"])(
    "refuses %j with a hint",
    (name) => {
      expect(() => parseZone(name)).toThrow(
        expect.objectContaining({ code: "unknown_zone", hint: expect.any(String) }),
      );
    },
  );

  test("suggests the zone of a city", () => {
    expect(() => parseZone("new york")).toThrow(expect.objectContaining({ hint: 'Did you mean "America/New_York"?' }));
  });
});
