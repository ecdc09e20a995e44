import { bundledCatalogue } from "@runrate/catalogue";
import { describe, expect, it } from "vitest";
import { gitHubForEach } from "./github-for-each.ts";
import { catalogueOf } from "./newer-catalogue.ts";
import { loopback } from "./loopback.ts";
import { pullRequest, runOn, settings } from "./shop.ts";

const server = gitHubForEach();

const UNHEARD_OF = { "src/settings.ts": settings("gpt-77") };
const TOKEN = "rr_the-token-for-export";

describe("a newer catalogue", () => {
  it("comes from the bot, with its token; the comment says as of when prices are", async () => {
    await using bot = await loopback(() => ({ body: catalogueOf({ as_of: "2026-11-24" }) }));
    using change = pullRequest(UNHEARD_OF);
    const blind = await runOn(server, change);
    expect(blind.outputs).toMatchObject({ "per-1k-delta": "" });
    const run = await runOn(server, change, { inputs: { catalogue: bot.url, "catalogue-token": TOKEN } });
    expect(bot.asked).toEqual([`GET /v1/catalogue Bearer ${TOKEN}`]);
    expect(server.comments[0]?.body).toMatch(
      /curl .*"\$RUNRATE_BOT\/v1\/catalogue" -o catalogue\.json\nrunrate diff .* --catalogue catalogue\.json /,
    );
    // 1,000 × ($1 − $0.15) / 1M + 500 × ($2 − $0.60) / 1M = $0.00155 a call
    expect(run.outputs["per-1k-delta"]).toBe("1.55");
    expect(server.comments[0]?.body).toContain("list prices as of 2026-11-24 (0 days old)");
  });

  it("is asked for with the token of usage where both are one bot, and with none elsewhere", async () => {
    const answer = (path: string) => ({ body: path === "/v1/catalogue" ? catalogueOf({ as_of: "2026-11-24" }) : "{}" });
    await using bot = await loopback(answer);
    await using other = await loopback(answer);
    using change = pullRequest(UNHEARD_OF);
    const usage = { usage: bot.url, "usage-token": TOKEN };
    await runOn(server, change, { inputs: { ...usage, catalogue: bot.url } });
    expect(bot.asked[0]).toBe(`GET /v1/catalogue Bearer ${TOKEN}`);
    await runOn(server, change, { inputs: { ...usage, catalogue: other.url } });
    expect(other.asked).toEqual(["GET /v1/catalogue without a token"]);
  });

  it("comes from a file that the base tracks, or from any address without a token", async () => {
    await using pages = await loopback(() => ({ body: catalogueOf({ as_of: "2026-11-24" }) }));
    using change = pullRequest(UNHEARD_OF, { baseFiles: { "prices.json": catalogueOf({ as_of: "2026-11-24" }) } });
    for (const named of ["prices.json", `${pages.url}/lists/prices.json`]) {
      const run = await runOn(server, change, { inputs: { catalogue: named } });
      expect(run.outputs["per-1k-delta"]).toBe("1.55");
    }
    expect(pages.asked).toEqual(["GET /lists/prices.json without a token"]);
  });

  it.each([
    ["negotiated", { as_of: "2026-11-24", basis: "negotiated" }, /not usable: it holds negotiated prices/],
    ["empty", { as_of: "2026-11-24", providers: [] }, /not usable: it holds no model/],
  ] as const)("that is %s is refused, and the comment says which prices are used instead", async (_, more, said) => {
    const body = JSON.stringify({ ...bundledCatalogue(), ...more });
    using change = pullRequest(UNHEARD_OF, { baseFiles: { "prices.json": body } });
    const run = await runOn(server, change, { inputs: { catalogue: "prices.json" } });
    expect(run.log).toMatch(said);
    expect(server.comments[0]?.body).toContain(
      "> The catalogue that was named could not be used (bad_catalogue): prices are those of the catalogue that ships with the action.",
    );
    const strict = await runOn(server, change, { inputs: { catalogue: "prices.json", "fail-on-error": "true" } });
    expect([strict.code, strict.outputs["verdict"]]).toEqual([1, "unknown"]);
  });

  it("that is older is not used, and one dated ahead is; both are said", async () => {
    using change = pullRequest(UNHEARD_OF, {
      baseFiles: {
        "older.json": catalogueOf({ as_of: "2024-01-01" }),
        "ahead.json": catalogueOf({ as_of: "2031-01-01" }),
      },
    });
    const older = await runOn(server, change, { inputs: { catalogue: "older.json" } });
    expect(older.outputs["per-1k-delta"]).toBe("");
    expect(older.log).toMatch(/::warning title=Runrate::The catalogue that was named is of 2024-01-01, older than/);
    expect(server.comments[0]?.body).toContain("> The catalogue that was named is of 2024-01-01, older than");
    const ahead = await runOn(server, change, { inputs: { catalogue: "ahead.json" } });
    expect(ahead.outputs["per-1k-delta"]).toBe("1.55");
    expect(server.comments[0]?.body).toContain("is dated 2031-01-01, which has not come yet");
  });
});
