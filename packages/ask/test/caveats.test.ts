import { bundledCatalogue } from "@runrate/catalogue";
import { applyOverrides } from "@runrate/core";
import { closeMonth } from "@runrate/ledger";
import { describe, expect, it } from "vitest";
import { ask, asking, HEADER, load, NOW, USAGE } from "./ledger.ts";

describe("an answer", () => {
  it("names what has no price, and never counts it as nothing", async () => {
    const csv = `${USAGE}2026-11-24T10:00:00Z,chat,,never-heard-of,standard,3,100,0,5,prod\n`;
    await using context = await asking(csv, { now: NOW });
    for (const question of ["this month", "", "forecast", "why", "this month by model vs last", "trend"]) {
      const answer = await ask(question, context);
      expect(answer.headline, `"${question}"`).toContain("at least");
      expect(answer.unpriced, `"${question}"`).toEqual({ requests: 3, models: ["never-heard-of"] });
    }
    const { rows } = await ask("this month by model", context);
    expect(rows.find((row) => row["model"] === "never-heard-of")).toMatchObject({ requests: 3, usd: null });
  });

  it("names a stale source whose missing data belong to the period, and keeps quiet about one that is complete", async () => {
    await using context = await asking(USAGE, { now: "2026-12-10T00:00:00Z" });
    expect((await ask("this month", context)).warnings.join()).toContain(
      "test (openai) has delivered nothing since 2026-11-24",
    );
    expect((await ask("october", context)).warnings).toEqual([]);
  });

  it("is a range where calls were counted together across a long-context bound, and likely is said to be so", async () => {
    // 10 calls with 3M tokens: at 2.5 or, above 272,000, at 5 per 1M.
    const csv = `${HEADER}\n2026-11-10T00:00:00Z,search,openai,gpt-5.4,standard,10,3000000,0,0,prod\n`;
    await using context = await asking(csv, { now: NOW });
    const answer = await ask("this month by model", context);
    expect(answer).toMatchObject({ total_usd: "15", total_usd_low: "7.5", total_usd_high: "15" });
    expect(answer.rows).toEqual([expect.objectContaining({ usd: "15", usd_low: "7.5", usd_high: "15" })]);
    expect(answer.assumptions.join()).toContain("between $7.50 and $15.00");
  });

  it("says at which prices it was computed", async () => {
    const catalogue = applyOverrides(bundledCatalogue(), [
      { kind: "discount", provider: "openai", discountPercent: "10" },
    ]);
    await using context = await asking(USAGE, { now: NOW, catalogue });
    expect(await ask("october", context)).toMatchObject({ basis: "negotiated", total_usd: "12.6" });
  });

  it("about a closed month says how it has changed since", async () => {
    await using context = await asking(USAGE, { now: NOW });
    await closeMonth(context.ledger, "2026-10", "test");
    expect((await ask("october", context)).warnings).toEqual([]);
    const late = `${HEADER}\n2026-10-20T00:00:00Z,chat,openai,gpt-4o,standard,1,400000,0,0,prod\n`;
    await load(context.ledger, late, context.catalogue, context.now, "test");
    const said = ["2026-10 was closed at $14.00 and has been restated since by +$1.00 (+7.1%)"];
    expect((await ask("october", context)).warnings).toEqual(said);
    expect((await ask("this month vs last", context)).warnings).toEqual(expect.arrayContaining(said));
    expect((await ask("this month", context)).warnings).toEqual([]);
  });

  it("about a name that was never recorded says so", async () => {
    await using context = await asking(USAGE, { now: NOW });
    const { warnings } = await ask("this month project:serch", context);
    expect(warnings).toEqual(['nothing was ever recorded for project "serch": did you mean search?']);
    expect((await ask("this month model:gpt-6-luna", context)).warnings).toEqual([
      'nothing was ever recorded for model "gpt-6-luna": `price of gpt-6-luna` says what it costs',
    ]);
  });

  it("of an empty ledger is not $0", async () => {
    await using context = await asking("", { now: NOW });
    for (const question of ["", "this month", "by model", "why", "trend", "forecast"]) {
      expect((await ask(question, context)).headline, `"${question}"`).toContain("no usage has been recorded yet");
    }
  });
});
