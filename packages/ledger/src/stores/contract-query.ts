import { describe, expect, test } from "vitest";
import { conversationGrowth } from "../conversation-growth.ts";
import { knownValues } from "../known-values.ts";
import { querySpend } from "../query.ts";
import { scanRecords } from "../scan.ts";
import { narrowLedger } from "../scope.ts";
import { NO_SETTINGS, type LedgerReader, type SpendFilter, type SpendQuery } from "../store.ts";
import { crossingAt, opened, type OpenStore } from "./contract-store.ts";
import { DAY, DOLLAR, entry, HOUR, START } from "./contract-records.ts";

const NOVEMBER = { from: START, to: START + 30 * DAY, zone: "UTC", by: [], where: [] } as const;

async function keysOf(ledger: LedgerReader, query: SpendQuery) {
  const { rows } = await querySpend(ledger, query);
  return rows.map(({ key, counts }) => [...key, Number(counts.requests)]);
}

/** What a store must answer. */
export function queryContract(open: OpenStore): void {
  describe("asking", () => {
    test("calendar buckets are cut in the zone of the question, daylight saving included", async () => {
      await using ledger = await opened(open);
      // Berlin left summer time on 25 October 2026 at 01:00 UTC: that day has 25 hours, from 22:00 to 23:00 UTC.
      const at = (iso: string) => Date.parse(iso);
      await ledger.append([
        entry({ id: "a", at: at("2026-10-24T21:59:59.999Z") }),
        entry({ id: "b", at: at("2026-10-24T22:00:00Z") }),
        entry({ id: "c", at: at("2026-10-25T22:59:59.999Z") }),
        entry({ id: "d", at: at("2026-10-25T23:00:00Z") }),
      ]);
      const query = { from: at("2026-10-01T00:00:00Z"), to: at("2026-11-01T00:00:00Z"), where: [] };
      expect(await keysOf(ledger, { ...query, zone: "Europe/Berlin", by: ["day"] })).toEqual([
        ["2026-10-24", 1],
        ["2026-10-25", 2],
        ["2026-10-26", 1],
      ]);
      expect(await keysOf(ledger, { ...query, zone: "Europe/Berlin", by: ["week"] })).toEqual([
        ["2026-10-19", 3],
        ["2026-10-26", 1],
      ]);
    });

    test("a narrowed ledger shows nothing beside what may be seen, whatever is asked", async () => {
      await using ledger = await opened(open);
      await ledger.append([
        entry({ id: "a", project: "search-web", tags: { env: "prod" } }),
        entry({ id: "b", project: "search-api", tags: { env: "dev" } }),
        entry({ id: "c", project: "payroll", tags: { env: "prod" } }),
      ]);
      const search = narrowLedger(ledger, [{ dimension: "project", values: ["search-*"] }]);
      const byProject = { ...NOVEMBER, by: ["project"] } as const;
      expect(await keysOf(search, byProject)).toEqual([
        ["search-api", 1],
        ["search-web", 1],
      ]);
      expect(await keysOf(search, { ...byProject, where: [{ dimension: "project", values: ["*"] }] })).toHaveLength(2);
      expect(await keysOf(search, { ...byProject, where: [{ dimension: "project", values: ["payroll"] }] })).toEqual(
        [],
      );
      const production = narrowLedger(search, [{ dimension: "tag:env", values: ["prod"] }]);
      expect(await keysOf(production, byProject)).toEqual([["search-web", 1]]);
      expect((await knownValues(search)).values.get("project")).toEqual(["search-api", "search-web"]);
      expect((await knownValues(production)).values.get("project")).toEqual([]);
      const ids: string[] = [];
      for await (const { record } of scanRecords(production, { ...NOVEMBER, allSources: true })) ids.push(record.id);
      expect(ids).toEqual(["a"]);
      // 10 of the one record that may be seen: 11 is not reached.
      expect(await crossingAt(production, NOVEMBER, 11n * DOLLAR)).toMatchObject({
        kind: "not_reached",
        total: 10n * DOLLAR,
      });
    });

    test("zones with half and quarter hours cut hours apart", async () => {
      await using ledger = await opened(open);
      const at = (iso: string) => Date.parse(iso);
      await ledger.append([
        entry({ id: "a", at: at("2026-11-10T18:14:59.999Z") }),
        entry({ id: "b", at: at("2026-11-10T18:15:00Z") }),
        entry({ id: "c", at: at("2026-11-10T18:29:59.999Z") }),
        entry({ id: "d", at: at("2026-11-10T18:30:00Z") }),
      ]);
      // Midnight is 18:30 UTC in Kolkata, 18:15 UTC in Kathmandu.
      expect(await keysOf(ledger, { ...NOVEMBER, zone: "Asia/Kolkata", by: ["day"] })).toEqual([
        ["2026-11-10", 3],
        ["2026-11-11", 1],
      ]);
      expect(await keysOf(ledger, { ...NOVEMBER, zone: "Asia/Kathmandu", by: ["day"] })).toEqual([
        ["2026-11-10", 1],
        ["2026-11-11", 3],
      ]);
      expect(await keysOf(ledger, { ...NOVEMBER, zone: "Asia/Kolkata", by: ["hour"] })).toEqual([
        ["2026-11-10T17:30:00Z", 3],
        ["2026-11-10T18:30:00Z", 1],
      ]);
    });

    test("a period that begins and ends within an hour is half-open to the millisecond", async () => {
      await using ledger = await opened(open);
      await ledger.append([0, 1, 2, HOUR, HOUR + 1].map((offset) => entry({ id: `r${offset}`, at: START + offset })));
      const count = async (from: number, to: number) =>
        (await querySpend(ledger, { ...NOVEMBER, from: START + from, to: START + to })).total.counts.requests;
      expect(await count(0, 2)).toBe(2n);
      expect(await count(1, HOUR)).toBe(2n);
      expect(await count(1, HOUR + 1)).toBe(3n);
      expect(await count(0, 0)).toBe(0n);
    });

    test("filters take alternatives, globs and the unattributed; no character is special but the star", async () => {
      await using ledger = await opened(open);
      const projects = [
        "shop",
        "shop-eu",
        "Shop",
        "s%op",
        "s_op",
        "s?op",
        "[shop]",
        "a\\b",
        "'; drop table records; --",
      ];
      await ledger.append([
        ...projects.map((project, index) => entry({ id: `p${index}`, project })),
        entry({ id: "none" }),
      ]);
      const found = async (...values: (string | null)[]) => {
        const where: SpendFilter[] = [{ dimension: "project", values }];
        return (await keysOf(ledger, { ...NOVEMBER, by: ["project"], where })).map(([project]) => project);
      };
      expect(await found("shop")).toEqual(["shop"]);
      expect(await found("shop*")).toEqual(["shop", "shop-eu"]);
      expect(await found("s%*")).toEqual(["s%op"]);
      expect(await found("s_*")).toEqual(["s_op"]);
      expect(await found("s?*")).toEqual(["s?op"]);
      expect(await found("[shop]*")).toEqual(["[shop]"]);
      expect(await found("a\\*")).toEqual(["a\\b"]);
      expect(await found("*eu", "Shop", null)).toEqual(["Shop", "shop-eu", null]);
      expect(await found("'; drop table records; --")).toEqual(["'; drop table records; --"]);
      expect(await found()).toEqual([]);
      const others = async (...values: (string | null)[]) => {
        const where: SpendFilter[] = [{ dimension: "project", values, not: true }];
        return (await keysOf(ledger, { ...NOVEMBER, by: ["project"], where })).map(([project]) => project);
      };
      expect(await others("s*", "Shop", "[shop]", "a\\b")).toEqual(["'; drop table records; --", null]);
      expect(await others(null, "s*", "Shop", "'*")).toEqual(["[shop]", "a\\b"]);
      expect(await others("*")).toEqual([null]);
      expect(await others()).toHaveLength(projects.length + 1);
    });

    test("tags and conversations are grouped and filtered from the records", async () => {
      await using ledger = await opened(open);
      await ledger.append([
        entry({ id: "a", tags: { service: "chat", commit: "1" }, conversation: "c1" }),
        entry({ id: "b", tags: { service: "chat" }, conversation: "c1" }),
        entry({ id: "c", tags: { service: "code" }, conversation: "c2" }),
        entry({ id: "d" }),
      ]);
      expect(await keysOf(ledger, { ...NOVEMBER, by: ["tag:service"] })).toEqual([
        ["chat", 2],
        ["code", 1],
        [null, 1],
      ]);
      expect(
        await keysOf(ledger, {
          ...NOVEMBER,
          by: ["conversation"],
          where: [{ dimension: "tag:service", values: ["ch*"] }],
        }),
      ).toEqual([["c1", 2]]);
      const unlike = (...values: (string | null)[]) =>
        keysOf(ledger, { ...NOVEMBER, by: [], where: [{ dimension: "tag:service", values, not: true }] });
      expect([await unlike("chat"), await unlike("chat", null), await unlike("none")]).toEqual([[[2]], [[1]], [[4]]]);
      expect(
        await keysOf(ledger, { ...NOVEMBER, by: [], where: [{ dimension: "tag:commit", values: [null] }] }),
      ).toEqual([[3]]);
    });

    test("a conversation grows from its first call to its last one in the span", async () => {
      await using ledger = await opened(open);
      const call = (id: string, conversation: string, hours: number, inputTokens: number, project = "shop") =>
        entry({ id, conversation, at: START + hours * HOUR, usage: { inputTokens, outputTokens: 1 }, project });
      await ledger.append([
        call("before", "c1", -1, 9_000),
        call("b", "c1", 2, 700),
        call("a", "c1", 1, 500),
        call("c", "c1", 2, 1_100),
        call("d", "c2", 3, 80),
        call("e", "it's", 4, 10, "other"),
        entry({ id: "f" }),
      ]);
      const growth = async (where: readonly SpendFilter[], names: readonly string[] = []) =>
        (await conversationGrowth(ledger, NOVEMBER, where, names)).map((one) => Object.values(one));
      const c1 = ["c1", 3n, 500n, 1_100n];
      expect(await growth([])).toEqual([c1, ["c2", 1n, 80n, 80n], ["it's", 1n, 10n, 10n]]);
      expect(await growth([], ["c1", "it's", "c*"])).toEqual([c1, ["it's", 1n, 10n, 10n]]);
      expect(await growth([{ dimension: "project", values: ["other"] }])).toEqual([["it's", 1n, 10n, 10n]]);
    });

    test("teams follow the mapping that held when the usage happened", async () => {
      const reorganised = START + 10 * DAY + 1_800_000;
      const settings = {
        ...NO_SETTINGS,
        teams: [
          { team: "growth", match: [{ dimension: "project" as const, values: ["shop*"] }], from: reorganised },
          { team: "web", match: [{ dimension: "project" as const, values: ["shop*"] }] },
          { team: "ml", match: [{ dimension: "user" as const, values: ["ada"] }] },
        ],
      };
      await using ledger = await opened(open, settings);
      await ledger.append([
        entry({ id: "a", project: "shop", at: reorganised - 1 }),
        entry({ id: "b", project: "shop-eu", at: reorganised }),
        entry({ id: "c", project: "other", user: "ada", at: reorganised }),
        entry({ id: "d", project: "other", at: reorganised }),
      ]);
      expect(await keysOf(ledger, { ...NOVEMBER, by: ["team"] })).toEqual([
        ["growth", 1],
        ["ml", 1],
        ["web", 1],
        [null, 1],
      ]);
      const where: SpendFilter[] = [{ dimension: "team", values: ["web", "growth"] }];
      expect(await keysOf(ledger, { ...NOVEMBER, by: ["hour", "team"], where })).toEqual([
        ["2026-11-11T00:00:00Z", "growth", 1],
        ["2026-11-11T00:00:00Z", "web", 1],
      ]);
    });

    test("an unknown dimension is refused by name, never sent to the database", async () => {
      await using ledger = await opened(open);
      const by = ["model; drop table records" as "model"];
      await expect(querySpend(ledger, { ...NOVEMBER, by })).rejects.toMatchObject({ code: "unknown_dimension" });
      await expect(querySpend(ledger, { ...NOVEMBER, zone: "Mars/Olympus", by: ["day"] })).rejects.toMatchObject({
        code: "unknown_zone",
      });
    });

    test("a range stays a range when it is summed", async () => {
      await using ledger = await opened(open);
      await ledger.append([
        entry({ id: "a", model: "ranged" }),
        entry({ id: "b", model: "ranged", at: START + HOUR }),
        entry({ id: "c" }),
      ]);
      // $10 ± 1 twice, and $10: $28, $30, $32.
      expect((await querySpend(ledger, NOVEMBER)).total).toMatchObject({
        usdLow: 28n * DOLLAR,
        usd: 30n * DOLLAR,
        usdHigh: 32n * DOLLAR,
      });
    });
  });
}
