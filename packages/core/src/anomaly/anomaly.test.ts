import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SpendPoint } from "../forecast/daily-spend.ts";
import { parseUsd, picoUsd } from "../money.ts";
import { rational } from "../rational.ts";
import { findAnomaly, type AnomalyQuestion } from "./anomaly.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Monday. */
const MONDAY = Date.parse("2026-11-02T00:00:00Z");

/** $1 an hour at night, $10 from 08:00 to 20:00, half of that on weekends, with a cent more each odd hour. */
function weeks(count: number, change: (hour: number) => string | undefined = () => undefined): SpendPoint[] {
  return Array.from({ length: count * 168 }, (_, hour) => {
    const day = (hour % 24) + 1 > 8 && hour % 24 < 20 ? 1_000n : 100n;
    const cents = (Math.floor(hour / 24) % 7 > 4 ? day / 2n : day) + BigInt(hour % 2);
    const changed = change(hour);
    return { at: MONDAY + hour * HOUR, usd: changed ? parseUsd(changed) : picoUsd(cents * 10n ** 10n) };
  });
}

function ask(spend: SpendPoint[], hours: number, more: Partial<AnomalyQuestion> = {}) {
  const question = { grain: "hour", zone: "UTC", ratio: rational(2n), floorUsd: parseUsd("10"), ...more } as const;
  return findAnomaly({ ...question, dataThrough: MONDAY + hours * HOUR, spend });
}

/** Tuesday of the fourth week, 12:00 to 13:00. */
const NOON = 3 * 168 + 24 + 12;

describe("an anomalous hour", () => {
  it("costs far more than the same hour of the week", () => {
    const finding = ask(
      weeks(4, (hour) => (hour === NOON ? "40" : undefined)),
      NOON + 1,
    );
    expect(finding).toMatchObject({
      kind: "anomaly",
      usd: parseUsd("40"),
      usualUsd: parseUsd("10"),
      overUsd: parseUsd("30"),
    });
  });

  it("is told by its own hour: what is usual at noon is not at midnight", () => {
    const midnight = 3 * 168 + 48;
    expect(ask(weeks(4), NOON + 1).kind).toBe("usual");
    expect(
      ask(
        weeks(4, (hour) => (hour === midnight ? "15" : undefined)),
        midnight + 1,
      ).kind,
    ).toBe("anomaly");
  });

  it("must pass the ratio, strictly, and reach the floor", () => {
    const at = (usd: string, more: Partial<AnomalyQuestion> = {}) =>
      ask(
        weeks(4, (hour) => (hour === NOON ? usd : undefined)),
        NOON + 1,
        more,
      ).kind;
    expect(at("20")).toBe("usual");
    expect(at("20.01")).toBe("anomaly");
    expect(at("40", { floorUsd: parseUsd("30.01") })).toBe("usual");
    expect(at("40", { floorUsd: parseUsd("30") })).toBe("anomaly");
  });

  it("needs at least 14 days before it", () => {
    expect(ask(weeks(4), 14 * 24).kind).toBe("too-little-data");
    expect(ask(weeks(4), 14 * 24 + 1).kind).toBe("usual");
    expect(ask([], 14 * 24 + 1).kind).toBe("too-little-data");
  });

  it("that was said to be expected is not raised until then", () => {
    const spend = weeks(4, (hour) => (hour === NOON ? "40" : undefined));
    const until = MONDAY + (NOON + 1) * HOUR;
    expect(ask(spend, NOON + 1, { expectedUntil: until })).toMatchObject({ kind: "expected", until });
    expect(ask(spend, NOON + 1, { expectedUntil: until - 1 }).kind).toBe("anomaly");
  });

  it("is no anomaly where such bursts are common", () => {
    const bursty = weeks(4, (hour) => (hour % 37 === 0 || hour === NOON ? "40" : "0.01"));
    expect(ask(bursty, NOON + 1).kind).toBe("usual");
  });
});

describe("an anomalous day", () => {
  it("is held against the same hours of other days", () => {
    // By 10:00 on a Tuesday 8 × $1 + 2 × $10 are usual.
    const spend = weeks(4, (hour) => (hour >= 3 * 168 + 24 && hour < 3 * 168 + 34 ? "9" : undefined));
    const finding = ask(spend, 3 * 168 + 34, { grain: "day" });
    expect(finding).toMatchObject({ kind: "anomaly", usd: parseUsd("90"), usualUsd: parseUsd("28.05") });
    expect(ask(weeks(4), 3 * 168 + 34, { grain: "day" }).kind).toBe("usual");
  });

  it("ends at midnight with the whole day", () => {
    const spend = weeks(4, (hour) => (Math.floor(hour / 24) === 22 ? "20" : undefined));
    const finding = ask(spend, 23 * 24, { grain: "day" });
    expect(finding).toMatchObject({
      kind: "anomaly",
      usd: parseUsd("480"),
      from: MONDAY + 22 * DAY,
      to: MONDAY + 23 * DAY,
    });
  });

  it("follows the calendar of its zone, daylight saving included", () => {
    const spend = weeks(6).map(({ at, usd }) => ({ at: at - 35 * DAY, usd }));
    const finding = ask(spend, -8 * 24, { grain: "day", zone: "Europe/Berlin" });
    expect(finding.kind).toBe("usual");
  });
});

describe("looking for an anomaly", () => {
  it("does not depend on the order of the points, nor on hours without spend being listed", () => {
    const hours = fc.array(fc.record({ hour: fc.nat(700), usd: fc.bigInt({ min: 0n, max: 10n ** 15n }) }), {
      maxLength: 80,
    });
    fc.assert(
      fc.property(
        hours,
        fc.constantFrom("hour" as const, "day" as const),
        fc.integer({ min: 300, max: 720 }),
        (list, grain, end) => {
          const spend = list.map(({ hour, usd }) => ({ at: MONDAY + hour * HOUR, usd: picoUsd(usd) }));
          const zeros = list.map(({ hour }) => ({ at: MONDAY + hour * HOUR, usd: picoUsd(0n) }));
          const finding = ask(spend, end, { grain });
          expect(ask(spend.toReversed(), end, { grain })).toEqual(finding);
          expect(ask([...spend, ...zeros], end, { grain })).toEqual(finding);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("refuses a zone that does not exist", () => {
    expect(() => ask(weeks(4), NOON, { zone: "Mars/Olympus" })).toThrow(
      expect.objectContaining({ code: "unknown_zone" }),
    );
  });
});
