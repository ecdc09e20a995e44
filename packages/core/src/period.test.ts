import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  dayCount,
  dayName,
  daysOf,
  daysPeriod,
  elapsedSpan,
  hourOfWeek,
  lastPeriods,
  likeWithLike,
  monthName,
  monthPeriod,
  nextPeriod,
  periodAt,
  previousPeriod,
  startOfDay,
  weekday,
  yearBefore,
  type PeriodUnit,
} from "./period.ts";

const at = (text: string) => Date.parse(text);
const iso = (ms: number) => new Date(ms).toISOString();
const HOUR = 3_600_000;

describe("periods", () => {
  test("contain their first instant and not their last", () => {
    const november = monthPeriod(2026, 11, "UTC");
    expect([iso(november.from), iso(november.to)]).toEqual(["2026-11-01T00:00:00.000Z", "2026-12-01T00:00:00.000Z"]);
    expect(periodAt("month", november.from, "UTC")).toEqual(november);
    expect(periodAt("month", november.to, "UTC")).toEqual(monthPeriod(2026, 12, "UTC"));
    expect(periodAt("month", november.to - 1, "UTC")).toEqual(november);
  });

  test("weeks start on Monday, quarters and years on their first day", () => {
    const now = at("2026-11-24T12:00:00Z");
    expect(iso(periodAt("week", now, "UTC").from)).toBe("2026-11-23T00:00:00.000Z");
    expect(iso(periodAt("quarter", now, "UTC").from)).toBe("2026-10-01T00:00:00.000Z");
    expect(iso(periodAt("quarter", now, "UTC").to)).toBe("2027-01-01T00:00:00.000Z");
    expect(iso(periodAt("year", now, "UTC").from)).toBe("2026-01-01T00:00:00.000Z");
  });

  test("a day at a change of daylight saving has 23 or 25 hours", () => {
    // Berlin: summer time began on 2026-03-29 and ended on 2026-10-25.
    const spring = periodAt("day", at("2026-03-29T12:00:00Z"), "Europe/Berlin");
    const autumn = periodAt("day", at("2026-10-25T12:00:00Z"), "Europe/Berlin");
    expect((spring.to - spring.from) / HOUR).toBe(23);
    expect((autumn.to - autumn.from) / HOUR).toBe(25);
    expect(dayCount(monthPeriod(2026, 10, "Europe/Berlin"), "Europe/Berlin")).toBe(31);
  });

  test("a day whose midnight does not exist starts at its first instant", () => {
    // Cairo moved from 00:00 to 01:00 on 2026-04-24: the day begins at 01:00+03:00.
    const day = periodAt("day", at("2026-04-24T10:00:00Z"), "Africa/Cairo");
    expect(iso(day.from)).toBe("2026-04-23T22:00:00.000Z");
    expect((day.to - day.from) / HOUR).toBe(23);
  });

  test("the zone decides which month an instant belongs to", () => {
    const instant = at("2026-11-30T23:30:00Z");
    expect(monthName(instant, "UTC")).toBe("2026-11");
    expect(monthName(instant, "Europe/Berlin")).toBe("2026-12");
    expect(dayName(instant, "America/Los_Angeles")).toBe("2026-11-30");
  });

  test("the last 7 days are today so far and the six days before", () => {
    const week = lastPeriods(7, "day", at("2026-11-24T15:00:00Z"), "UTC");
    expect([iso(week.from), iso(week.to)]).toEqual(["2026-11-18T00:00:00.000Z", "2026-11-25T00:00:00.000Z"]);
    expect(iso(previousPeriod(week).from)).toBe("2026-11-11T00:00:00.000Z");
  });

  test("days from one date to another exclude the second", () => {
    expect(daysPeriod("2026-11-01", "2026-12-01", "UTC")).toMatchObject({ unit: "day", count: 30 });
    expect(startOfDay("2026-11-24", "America/New_York")).toBe(at("2026-11-24T05:00:00Z"));
  });

  test("the year before 29 February is 28 February", () => {
    const leapDay = daysPeriod("2028-02-29", "2028-03-01", "UTC");
    expect(iso(yearBefore(leapDay).from)).toBe("2027-02-28T00:00:00.000Z");
    expect(yearBefore(monthPeriod(2026, 11, "UTC"))).toEqual(monthPeriod(2025, 11, "UTC"));
  });

  test("weekdays count from Monday and hours of the week from Monday midnight", () => {
    expect(weekday(at("2026-11-23T00:00:00Z"), "UTC")).toBe(1);
    expect(weekday(at("2026-11-22T00:00:00Z"), "UTC")).toBe(7);
    expect(hourOfWeek(at("2026-11-23T00:30:00Z"), "UTC")).toBe(0);
    expect(hourOfWeek(at("2026-11-22T23:30:00Z"), "UTC")).toBe(167);
    expect(hourOfWeek(at("2026-11-22T23:30:00Z"), "Europe/Berlin")).toBe(0);
  });
});

describe("like with like", () => {
  test("this month against the last covers the same elapsed span", () => {
    const cut = likeWithLike(monthPeriod(2026, 11, "UTC"), at("2026-11-24T13:00:00Z"));
    expect(cut.partial).toBe(true);
    expect(iso(cut.earlier.from)).toBe("2026-10-01T00:00:00.000Z");
    expect(iso(cut.earlier.to)).toBe("2026-10-24T13:00:00.000Z");
  });

  test("the earlier span is clamped to its month's end", () => {
    const cut = likeWithLike(monthPeriod(2026, 3, "UTC"), at("2026-03-31T10:00:00Z"));
    expect(iso(cut.earlier.to)).toBe("2026-03-01T00:00:00.000Z");
  });

  test("the same wall-clock time is meant across a change of daylight saving", () => {
    const cut = likeWithLike(monthPeriod(2026, 11, "Europe/Berlin"), at("2026-11-10T11:00:00Z"));
    // 12:00 on the 10th: +01:00 in November, +02:00 in October.
    expect(iso(cut.earlier.to)).toBe("2026-10-10T10:00:00.000Z");
  });

  test("a finished period is compared whole", () => {
    const cut = likeWithLike(monthPeriod(2026, 10, "UTC"), at("2026-11-24T13:00:00Z"));
    expect(cut).toMatchObject({ partial: false, earlier: { from: at("2026-09-01"), to: at("2026-10-01") } });
  });

  test("a period that has not begun has an empty span", () => {
    const december = monthPeriod(2026, 12, "UTC");
    expect(elapsedSpan(december, at("2026-11-24T00:00:00Z"))).toEqual({ from: december.from, to: december.from });
    const cut = likeWithLike(december, at("2026-11-24T00:00:00Z"));
    expect(cut.earlier.to - cut.earlier.from).toBe(0);
  });
});

describe("bad periods", () => {
  test.each([
    [() => monthPeriod(2026, 13, "UTC"), "bad_period"],
    [() => lastPeriods(0, "day", 0, "UTC"), "bad_period"],
    [() => lastPeriods(1.5, "day", 0, "UTC"), "bad_period"],
    [() => daysPeriod("2026-02-30", "2026-03-01", "UTC"), "bad_period"],
    [() => daysPeriod("2026-03-01", "2026-03-01", "UTC"), "bad_period"],
    [() => daysPeriod("yesterday", "2026-03-01", "UTC"), "bad_period"],
    [() => periodAt("day", Number.NaN, "UTC"), "bad_instant"],
    [() => periodAt("day", 1e300, "UTC"), "bad_instant"],
    [() => periodAt("day", 0, "Mars/Olympus"), "unknown_zone"],
  ])("are refused with a code and a hint (%#)", (make, code) => {
    expect(make).toThrow(expect.objectContaining({ code, hint: expect.any(String) }));
  });
});

describe("properties", () => {
  const zone = fc.constantFrom(
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Pacific/Auckland",
    "America/Sao_Paulo",
  );
  const unit = fc.constantFrom<PeriodUnit>("day", "week", "month", "quarter", "year");
  const instant = fc.integer({ min: at("2020-01-01"), max: at("2100-01-01") });

  test("an instant lies in its period, and periods tile time", () => {
    fc.assert(
      fc.property(instant, unit, zone, (when, of, inZone) => {
        const period = periodAt(of, when, inZone);
        expect(period.from <= when && when < period.to).toBe(true);
        expect(nextPeriod(period).from).toBe(period.to);
        expect(previousPeriod(period).to).toBe(period.from);
        expect(previousPeriod(nextPeriod(period))).toEqual(period);
      }),
    );
  });

  test("the days of a month tile it", () => {
    fc.assert(
      fc.property(instant, zone, (when, inZone) => {
        const month = periodAt("month", when, inZone);
        const days = daysOf(month, inZone);
        expect(days[0]?.from).toBe(month.from);
        expect(days.at(-1)?.to).toBe(month.to);
        expect(days.length).toBe(dayCount(month, inZone));
        for (const [index, day] of days.entries()) if (index > 0) expect(day.from).toBe(days[index - 1]?.to);
      }),
      { numRuns: 50 },
    );
  });

  test("the earlier span of a comparison never leaves its period", () => {
    fc.assert(
      fc.property(instant, unit, zone, (when, of, inZone) => {
        const { earlier, earlierPeriod } = likeWithLike(periodAt(of, when, inZone), when);
        expect(earlier.from).toBe(earlierPeriod.from);
        expect(earlier.to >= earlier.from && earlier.to <= earlierPeriod.to).toBe(true);
      }),
    );
  });
});
