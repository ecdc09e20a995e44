import { describe, expect, it } from "vitest";
import { SMALL } from "./catalogue.fixture.ts";
import { ratesInForce } from "./rates-in-force.ts";

const at = Date.parse("2026-11-01T00:00:00Z");
const rates = (model: string, more = {}) => ratesInForce(SMALL, { model, serviceTier: "standard", at, ...more });

describe("the rates in force", () => {
  it("are quoted as the catalogue quotes them, the provider's fees among them", () => {
    const found = rates("m-mini");
    expect(found).toMatchObject({ provider: "maker", from: null, source: "list", shutdown: "2026-10-23" });
    expect(found.kind === "rates" && found.bands).toMatchObject([
      {
        above: null,
        rates: [
          { component: "input", usd: "0.15", per: 1_000_000, unit: "tokens" },
          { component: "cached_input", usd: "0.075" },
          { component: "output", usd: "0.6" },
          { component: "web_search", usd: "10", per: 1_000, unit: "calls" },
          { component: "code_session", usd: "0.03" },
          { component: "storage_gb_day", usd: "0.1" },
        ],
      },
    ]);
  });

  it("are those of the tier and of each length band", () => {
    const batch = rates("m-long", { serviceTier: "batch" });
    const inputs = batch.kind === "rates" ? batch.bands.map(({ above, rates: list }) => [above, list[0]?.usd]) : [];
    expect(inputs).toEqual([
      [null, "1"],
      [272_000, "2"],
    ]);
  });

  it("are unpriced, with the reason, for what has no price", () => {
    expect(rates("m-nothing")).toMatchObject({ kind: "unpriced", code: "unknown_model" });
    expect(rates("m-mini", { serviceTier: "flex" })).toMatchObject({ kind: "unpriced", code: "no_rate" });
  });
});
