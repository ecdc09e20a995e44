import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SMALL } from "../catalogue.fixture.ts";
import { compilePricer } from "../compile-pricer.ts";
import { toDecimal } from "../money.ts";
import { evaluateRouting, type RoutedTraffic } from "./evaluate-routing.ts";
import { DEFAULT_ROUTING, routeByWords, type RoutingRules } from "./routing.ts";

describe("routing by words", () => {
  const route = (query: string, rules?: RoutingRules) => routeByWords(rules)(query).route;

  it("sends explanations to the cheap model and design work to the strong one", () => {
    for (const query of ["Explain closures", "what is a monad?", "How do I exit vim", "WHAT  IS\nthis"]) {
      expect(route(query)).toBe("cheap");
    }
    for (const query of ["Analyze this log", "design a schema", "the architecture, please", "debug it"]) {
      expect(route(query)).toBe("strong");
    }
  });

  it("sends what matches nothing to the cheap model, and what matches both to the strong one", () => {
    expect(routeByWords()("translate this")).toEqual({ route: "cheap", matched: [] });
    expect(routeByWords()("explain the architecture")).toEqual({
      route: "strong",
      matched: ["explain", "architecture"],
    });
  });

  it("matches whole words alone, in every script", () => {
    for (const query of [
      "redesigned",
      "designer",
      "debugging",
      "debug_mode",
      "analyzed",
      "architectures",
      "dédesign",
    ]) {
      expect(routeByWords()(query)).toEqual({ route: "cheap", matched: [] });
    }
    expect(route("(debug)")).toBe("strong");
    expect(route("re-design")).toBe("strong");
    const rules = { ...DEFAULT_ROUTING, strong: ["Überblick"], cheap: [] };
    expect(route("ein überblick.", rules)).toBe("strong");
    expect(route("Überblicke", rules)).toBe("cheap");
  });

  it("takes a user's own rules, whose characters are no patterns", () => {
    const rules: RoutingRules = { cheap: ["c++"], strong: ["a.b", "re-plan", "a/b"], noMatch: "strong", both: "cheap" };
    expect(route("c++ a.b", rules)).toBe("cheap");
    expect(route("axb", rules)).toBe("strong");
    expect(routeByWords(rules)("axb").matched).toEqual([]);
    expect(routeByWords(rules)("re-plan a/b").matched).toEqual(["re-plan", "a/b"]);
    expect(() => routeByWords({ ...rules, cheap: ["  "] })).toThrow("empty word");
  });
});

describe("a routing policy on recorded traffic", () => {
  const pricer = compilePricer(SMALL);
  const targets = { cheap: { model: "m-mini" }, strong: { model: "m-big" } };
  const asked = (query: string, model = "m-big", requests = 1): RoutedTraffic => ({
    query,
    call: {
      model,
      serviceTier: "standard",
      at: Date.parse("2026-01-01T00:00:00Z"),
      usage: { inputTokens: 2_000, outputTokens: 500 },
      requests,
    },
  });

  it("says what share goes each way and what it saves", () => {
    const traffic = [asked("explain it"), asked("what is it"), asked("debug it"), asked("hello")];
    const result = evaluateRouting(pricer, routeByWords(), traffic, targets);
    // four runs of 2,000 × 2.5 + 500 × 10 per million = $0.01; three of them at 2,000 × 0.15 + 500 × 0.6 = $0.0006
    expect(result.requests).toBe(4n);
    expect(result.routes.cheap.requests).toBe(3n);
    expect(toDecimal(result.recordedUsd)).toBe("0.04");
    expect(toDecimal(result.routedUsd)).toBe("0.0118");
    expect(toDecimal(result.savingUsd)).toBe("0.0282");
    expect(toDecimal(result.allStrongUsd)).toBe("0.04");
    expect(result.words).toEqual([
      { word: "debug", requests: 1n },
      { word: "explain", requests: 1n },
      { word: "what is", requests: 1n },
    ]);
  });

  it("shows a policy that costs more as a saving below zero", () => {
    const result = evaluateRouting(pricer, () => "strong", [asked("explain it", "m-mini")], targets);
    // 0.0006 − 0.01
    expect(toDecimal(result.savingUsd)).toBe("-0.0094");
  });

  it("counts what has no price and leaves it out", () => {
    const traffic = [asked("explain it"), asked("explain it", "m-nothing", 3)];
    const result = evaluateRouting(pricer, routeByWords(), traffic, targets);
    expect(result.requests).toBe(1n);
    expect(result.unpriced).toEqual({ requests: 3n, reasons: [expect.stringContaining("m-nothing")] });
  });

  it("adds up: routed and recorded are the sums of the routes, and the order of the traffic does not matter", () => {
    const some = fc.array(
      fc.record({ query: fc.constantFrom("explain", "debug", "hello", "explain the design"), mini: fc.boolean() }),
    );
    fc.assert(
      fc.property(some, (list) => {
        const traffic = list.map(({ query, mini }) => asked(query, mini ? "m-mini" : "m-big"));
        const forward = evaluateRouting(pricer, routeByWords(), traffic, targets);
        expect(evaluateRouting(pricer, routeByWords(), traffic.toReversed(), targets)).toEqual(forward);
        const { cheap, strong } = forward.routes;
        expect(forward.routedUsd).toBe(cheap.routedUsd + strong.routedUsd);
        expect(forward.savingUsd).toBe(forward.recordedUsd - forward.routedUsd);
        expect(forward.routedUsd <= forward.allStrongUsd).toBe(true);
      }),
    );
  });
});
