import { describe, expect, it } from "vitest";
import { catalogueOf, model, period, SMALL } from "./catalogue.fixture.ts";
import type { Catalogue } from "./catalogue.ts";
import { priceUsage } from "./cost.ts";
import { describeChange, diffCatalogues } from "./diff-catalogues.ts";
import { judgeUpdate } from "./judge-update.ts";
import { toDecimal } from "./money.ts";
import { parseCatalogueFile } from "./parse-catalogue-file.ts";

const context = { current: SMALL, seen: "2026-11-20", origin: "prices.json" };
const judge = (text: string, allow = false) => judgeUpdate(SMALL, parseCatalogueFile(text, context), allow);
const own = (change: Partial<Catalogue>) => JSON.stringify({ ...SMALL, ...change });

function changes(text: string): string[] {
  const verdict = judge(text);
  return verdict.kind === "accepted" ? verdict.changes.map(describeChange) : [`${verdict.code}: ${verdict.message}`];
}

function inputPrice(catalogue: Catalogue, name: string, at: string): string {
  const usage = { inputTokens: 1_000_000, outputTokens: 0 };
  const priced = priceUsage(catalogue, {
    model: name,
    serviceTier: "standard",
    at: Date.parse(at),
    usage,
    requests: 1,
  });
  return priced.kind === "priced" ? toDecimal(priced.usd) : priced.code;
}

describe("Runrate's own form", () => {
  it("is read back as it is written, without a change", () => {
    expect(changes(JSON.stringify(SMALL))).toEqual([]);
  });

  it("replaces the catalogue, with a readable diff", () => {
    const [maker, ...others] = SMALL.providers;
    const models = (maker?.models ?? [])
      .filter(({ id }) => id !== "m-embed")
      .map((one) =>
        one.id === "m-big" ? { ...model("m-big", { input: "2.4", output: "10" }), shutdown: "2027-01-14" } : one,
      );
    const next = own({
      providers: [
        { ...maker, id: "maker", name: "Maker", models: [...models, model("m-new", { input: "1", output: "5" })] },
        ...others,
      ],
    });
    expect(changes(next)).toEqual([
      "~ maker/m-big: cached_input 1.25 -> none",
      "~ maker/m-big: input 2.5 -> 2.4",
      "~ maker/m-big: shuts down never -> 2027-01-14",
      "- maker/m-embed",
      "+ maker/m-new: 1 / - / 5 (input / cached input / output, USD per 1M tokens)",
    ]);
  });

  it("is strict: an unknown key, component, source or a bad number refuses the file", () => {
    const broken = (models: unknown) =>
      own({ providers: [{ id: "p", name: "P", models }] as unknown as Catalogue["providers"] });
    const sheet = (rates: unknown, source = "list") => [{ id: "m", prices: [{ sheets: [{ source, rates }] }] }];
    expect(changes(broken(sheet({ input: "1", outputs: "2" })))[0]).toMatch(
      /^invalid_catalogue.*outputs: is none of input/,
    );
    expect(changes(broken(sheet({ output_cached: "1" })))[0]).toMatch(/no provider discounts cached output/);
    expect(changes(broken(sheet({ input: "-1" })))[0]).toMatch(/not negative/);
    expect(changes(broken(sheet({ input: "1" }, "nowhere")))[0]).toMatch(/source "nowhere" is not in the list/);
    expect(changes(broken([{ id: "m", price: [] }]))[0]).toMatch(/^invalid_catalogue/);
    expect(changes(broken([model("m", {}), model("M", {})]))[0]).toMatch(/"p\/M" is in the catalogue twice/);
    expect(
      changes(broken([{ id: "m", prices: [period({ input: "1" }, { from: "2026-02-01", to: "2026-01-01" })] }]))[0],
    ).toMatch(/no time at all/);
  });
});

describe("an update is refused, and the last good catalogue stays, when it is", () => {
  it.each([
    ["not JSON", "<html>", "invalid_json"],
    ["cut short", own({}).slice(0, -20), "invalid_json"],
    ["JSON of something else", '{"name": "left-pad"}', "unknown_format"],
    ["an empty list", "[]", "invalid_catalogue"],
    ["a number", "5", "unknown_format"],
    ["older", own({ as_of: "2026-10-31" }), "older"],
    ["empty", own({ providers: [] }), "empty"],
    ["negotiated", own({ basis: "negotiated" }), "negotiated"],
    ["without most of the models", own({ providers: SMALL.providers.slice(2) }), "mass_deletion"],
    ["of a later version", JSON.stringify({ ...SMALL, version: 2 }), "invalid_catalogue"],
  ])("%s", (_what, text, code) => {
    const verdict = judge(text);
    expect(verdict.kind === "refused" && verdict.code).toBe(code);
  });

  it("unless the deletion is wanted", () => {
    expect(judge(own({ providers: SMALL.providers.slice(2) }), true).kind).toBe("accepted");
  });
});

describe("genai-prices' form", () => {
  const file = (prices: unknown, id = "m-big", provider = "maker") =>
    JSON.stringify([
      {
        id: provider,
        name: "x",
        api_pattern: "x",
        models: [{ id, match: { or: [{ equals: "M-Alias" }, { starts_with: "m-fam" }] }, prices }],
      },
    ]);

  it("adds a new price from the day on which it was seen, so that older records keep theirs", () => {
    const text = file({ input_mtok: 2.4, cache_read_mtok: 1.25, output_mtok: 10 });
    expect(changes(text)).toEqual(["~ maker/m-big: input 2.5 -> 2.4 from 2026-11-20"]);
    const verdict = judge(text);
    const catalogue = verdict.kind === "accepted" ? verdict.catalogue : SMALL;
    expect([inputPrice(catalogue, "m-big", "2026-11-19"), inputPrice(catalogue, "m-big", "2026-11-20")]).toEqual([
      "2.5",
      "2.4",
    ]);
  });

  it("changes nothing where it says the same", () => {
    expect(changes(file({ input_mtok: 2.5, output_mtok: 10.0 }))).toEqual([]);
  });

  it("keeps a date in the future, long-context bounds, and patterns as plain text", () => {
    const text = file(
      [
        { prices: { input_mtok: { base: 1, tiers: [{ start: 271999, price: 2 }] } } },
        { constraint: { start_date: "2027-01-01" }, prices: { input_mtok: 3 } },
      ],
      "m-next",
    );
    const verdict = judge(text);
    const catalogue = verdict.kind === "accepted" ? verdict.catalogue : SMALL;
    expect([
      inputPrice(catalogue, "m-next", "2026-12-31"),
      inputPrice(catalogue, "m-next", "2027-01-01"),
      inputPrice(catalogue, "m-alias", "2027-01-01"),
    ]).toEqual(["2", "3", "3"]);
  });

  it("names what it cannot express", () => {
    const reading = parseCatalogueFile(file({ input_mtok: 1, hologram_mtok: 5 }), context);
    expect(reading.kind === "catalogue" && reading.notes).toEqual([expect.stringContaining("hologram_mtok")]);
  });
});

describe("LiteLLM's form", () => {
  it("reads prices per token from the text, never through a float", () => {
    const text = `{"sample_spec": {"litellm_provider": "x"}, "maker/m-new": {"litellm_provider": "maker", "mode": "chat",
      "input_cost_per_token": 1.1e-07, "output_cost_per_token": 0.0000006, "cache_creation_input_token_cost_above_1hr": 2.2e-7,
      "input_cost_per_token_above_200k_tokens": 2.2e-07, "input_cost_per_token_flex": 5.5e-08, "output_cost_per_token_flex": 3e-7, "deprecation_date": "2027-05-01"},
      "m-mini": {"litellm_provider": "maker", "input_cost_per_token": 1.5e-07, "output_cost_per_token": 6e-07}, "odd": 5}`;
    expect(changes(text)).toEqual(["+ maker/m-new: 0.11 / - / 0.6 (input / cached input / output, USD per 1M tokens)"]);
    const verdict = judge(text);
    const added =
      verdict.kind === "accepted" ? verdict.catalogue.providers[0]?.models.find(({ id }) => id === "m-new") : undefined;
    expect(added).toMatchObject({
      shutdown: "2027-05-01",
      prices: [
        {
          sheets: [
            { rates: { input: "0.11", output: "0.6", cache_write_1h: "0.22" } },
            { above: 200_000, rates: { input: "0.22" } },
            { tier: "flex", rates: { input: "0.055", output: "0.3" } },
          ],
        },
      ],
    });
  });
});

it("a diff of two equal catalogues is empty, and knows the fees of a provider", () => {
  expect(diffCatalogues(SMALL, SMALL)).toEqual([]);
  const fee = (price: string) =>
    catalogueOf([{ id: "p", name: "P", fees: [period({ web_search: price })], models: [] }]);
  expect(diffCatalogues(fee("10"), fee("14")).map(describeChange)).toEqual(["~ p/(all models): web_search 10 -> 14"]);
});

describe("a price that looks like a mistake of a list", () => {
  const entry = (input: unknown, output: unknown = 0.00001) => ({
    litellm_provider: "maker",
    mode: "chat",
    input_cost_per_token: input,
    output_cost_per_token: output,
  });
  const read = (entries: Readonly<Record<string, unknown>>) => {
    const verdict = judge(JSON.stringify(entries));
    if (verdict.kind === "refused") return [`${verdict.code}: ${verdict.message}`];
    return [...verdict.changes.map(describeChange), ...verdict.notes.map((note) => `! ${note}`)];
  };

  it("is not taken, and the others are: nothing in use becomes free, or a million times as dear", () => {
    expect(read({ "m-big": entry(0), "m-new": entry(0.000001) })).toEqual([
      "+ maker/m-new: 1 / - / 10 (input / cached input / output, USD per 1M tokens)",
      "! maker/m-big: input 2.5 -> 0 looks like a mistake of the list; its prices stay",
    ]);
    expect(read({ "m-big": entry(2.5), "m-new": entry(0.000001) })).toContain(
      "! maker/m-big: input 2.5 -> 2500000 looks like a mistake of the list; its prices stay",
    );
  });

  it("leaves the model out where it is no number or below nothing, rather than price it in part", () => {
    expect(read({ "m-big": entry(-1), "m-new": entry(0.000001) })).toEqual([
      "+ maker/m-new: 1 / - / 10 (input / cached input / output, USD per 1M tokens)",
      '! m-big: input_cost_per_token "-1" is no price; the model is left out',
    ]);
    expect(read({ "m-big": entry("abc", 0.00001) })[0]).toContain('input_cost_per_token "abc" is no price');
  });
});
