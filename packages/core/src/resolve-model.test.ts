import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SMALL } from "./catalogue.fixture.ts";
import { resolveModel, type ModelAliases } from "./resolve-model.ts";

function found(model: string, provider?: string, aliases?: ModelAliases): string {
  const result = resolveModel(SMALL, { model, ...(provider === undefined ? {} : { provider }) }, aliases);
  return result.kind === "found"
    ? `${result.provider.id}/${result.model.id} by ${result.via}`
    : `${result.code}: ${result.message}`;
}

describe("names resolve in order", () => {
  it.each([
    ["m-mini", "maker/m-mini by exact"],
    ["  M-Mini ", "maker/m-mini by exact"],
    ["m-mini-2024-07-18", "maker/m-mini by alias"],
    ["m-big-2024-05-13", "maker/m-big-2024-05-13 by exact"],
    ["m-big-20240513", "maker/m-big-2024-05-13 by snapshot"],
    ["m-big-2030-01-01", "maker/m-big by family"],
    ["m-big-latest", "maker/m-big by family"],
    ["m-big-001", "maker/m-big by family"],
    ["m-big-1", "unknown_model"],
    ["m-family-x-2026-01", "unknown_model"],
    ["m-family-x-20260101", "maker/m-family by pattern"],
    ["m-family-x@v2-internal", "maker/m-family by pattern"],
    ["ft:m-mini-2024-07-18:org::id", "maker/ft:m-mini by fine-tuned"],
    ["m-mini-2024-07-18.ft-0e208c", "maker/ft:m-mini by fine-tuned"],
    ["models/m-mini", "maker/m-mini by exact"],
  ])("%s", (name, expected) => {
    expect(found(name)).toContain(expected);
  });

  // Tried in every combination, these would take longer than anyone waits.
  it.each([":123", "@a-it", "-2024-05-13", "-v1:1"])("takes no long run of %s for a version", (part) => {
    expect(found(`m-family-x${part.repeat(50)}!`)).toContain("unknown_model");
  });

  it("understands a provider, its aliases and prefixes", () => {
    expect(found("m-mini", "maker")).toBe("maker/m-mini by exact");
    expect(found("m-mini", "maker_ai")).toBe("maker/m-mini by exact");
    expect(found("m-mini", "maker.chat")).toBe("maker/m-mini by exact");
    expect(found("maker/m-mini")).toBe("maker/m-mini by exact");
    expect(found("cloud/m-mini")).toBe("cloud/m-mini by exact");
    expect(found("maker/m-big", "reseller")).toBe("reseller/maker/m-big by exact");
    expect(found("reseller/maker/m-big")).toBe("reseller/maker/m-big by exact");
    expect(found("maker/m-mini", "litellm")).toBe("maker/m-mini by exact");
  });

  it("takes a provider's own list before the one it falls back to", () => {
    expect(found("cloud-only", "cloud")).toBe("cloud/cloud-only by exact");
    expect(found("m-big", "az.ai.cloud")).toBe("cloud/m-big by exact");
  });
});

describe("what is not known is an error with the nearest names, never a guess", () => {
  it("a newer model is not its predecessor", () => {
    expect(found("m-mini-2")).toMatch(/^unknown_model.*did you mean m-mini/);
    expect(found("m-big-pro")).toMatch(/^unknown_model/);
  });

  it("a fine-tuned model without a price of its own is not its base", () => {
    expect(found("ft:m-big:org::id")).toMatch(/^unknown_model.*fine-tuned/);
  });

  it("an unknown provider is named", () => {
    expect(found("m-mini", "makker")).toMatch(/^unknown_model: provider "makker".*did you mean maker/);
  });

  it("a bare name sold at different prices lists its sellers; at one price it is priced", () => {
    expect(found("llama-9")).toMatch(/^ambiguous_model.*reseller\/llama-9, other\/llama-9/);
    expect(found("llama-9", "other")).toBe("other/llama-9 by exact");
    expect(found("same-1")).toBe("reseller/same-1 by alias");
  });

  it.each([
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "m-mini\u0000",
    "\u202Em-mini",
    "x".repeat(10_000),
    "",
    " ",
    "/",
    "maker/",
    "ft:",
    "ft::",
  ])("hostile name %j", (name) => {
    expect(found(name)).toMatch(/^unknown_model/);
    expect(found(name, "maker")).toMatch(/^unknown_model/);
    expect(found("m-mini", name === "" || name === " " ? "nobody" : name)).toMatch(/^unknown_model/);
  });

  it("shows a hostile name shortened and without control characters", () => {
    const text = found(`\u001b[31m${"y".repeat(10_000)}`);
    expect(text.length).toBeLessThan(300);
    expect(text).not.toMatch(/\p{Cc}/u);
  });

  it("any name gives an answer", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.option(fc.string(), { nil: undefined }),
        (name, provider) => found(name, provider).length > 0,
      ),
    );
  });
});

describe("a user's aliases", () => {
  const aliases = {
    "our-gpt": "m-mini",
    "cloud/m-big": "m-mini",
    "m-big": "m-mini",
    broken: "nope",
    "On-Cloud": "cloud/m-big",
  };

  it("name a model that the catalogue does not know", () => {
    expect(found("our-gpt", undefined, aliases)).toBe("maker/m-mini by user alias");
    expect(found("our-gpt", "cloud", aliases)).toBe("cloud/m-mini by user alias");
    expect(found("on-cloud", "maker", aliases)).toBe("cloud/m-big by user alias");
  });

  it("give way to the catalogue's own name, unless they are written with their provider", () => {
    expect(found("m-big", undefined, aliases)).toBe("maker/m-big by exact");
    expect(found("m-big", "cloud", aliases)).toBe("cloud/m-mini by user alias");
    expect(found("cloud/m-big", undefined, aliases)).toBe("maker/m-mini by user alias");
  });

  it("say so when they lead nowhere", () => {
    expect(found("broken", undefined, aliases)).toMatch(/^unknown_model.*alias of "nope"/);
  });
});

it("a local model is found, and has no price per token", () => {
  expect(found("ollama/llama3")).toBe("ollama/llama3 by exact");
});
