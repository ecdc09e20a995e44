import { describe, expect, it } from "vitest";
import { estimateCall } from "./call-cost.ts";
import type { ModelCall } from "./call.ts";
import { directionOf } from "./direction.ts";
import { call, priceCall } from "./estimate.fixture.ts";

function direction(before: ModelCall | null, after: ModelCall | null) {
  const cost = (side: ModelCall | null) => side && estimateCall(side, priceCall);
  return directionOf({ before, after }, { before: cost(before), after: cost(after) });
}

const cap = (value: number) => ({ maxOutputTokens: { kind: "known", value } }) as const;

describe("the direction of a change", () => {
  it("is certain without a price for calls added and removed", () => {
    expect(direction(null, call("nobody-knows"))).toBe("up");
    expect(direction(call("nobody-knows"), null)).toBe("down");
  });

  it.each([
    ["raised", cap(1_000), cap(2_000), "up"],
    ["lowered", cap(2_000), cap(1_000), "down"],
    ["removed", cap(1_000), {}, "up"],
    ["added where there was none", {}, cap(1_000), "unknown"],
    ["unchanged", cap(1_000), cap(1_000), "none"],
  ] as const)("of a cap %s needs no price", (_, before, after, expected) => {
    expect(direction(call("nobody-knows", before), call("nobody-knows", after))).toBe(expected);
  });

  it("counts the same unresolved model on both sides as equal", () => {
    const model = { kind: "unresolved", expression: "settings.model", reason: "set at run time" } as const;
    expect(direction(call("", { model, ...cap(100) }), call("", { model, ...cap(200) }))).toBe("up");
    expect(direction(call("", { model }), call("gpt-4o"))).toBe("unknown");
  });

  it("goes by the likely cost when the model changes", () => {
    expect(direction(call("gpt-4o"), call("gpt-4o-mini"))).toBe("down");
    expect(direction(call("gpt-4o-mini"), call("gpt-4o"))).toBe("up");
    expect(direction(call("gpt-4o-mini"), call("gpt-nope"))).toBe("unknown");
  });

  it("is unknown when the low and the high case disagree", () => {
    // A long prompt with a small cap: at 50 tokens of output wordy-1 is cheaper to call, at 4,000 far dearer.
    const prompt = { staticInputTokens: 5_000 };
    // low: 5,100 × 2.5 + 50 × 10 = 13,250 against 5,100 × 1 + 50 × 30 = 6,600; high: 13,000 × 2.5 + 4,000 × 10 = 72,500 against 133,000
    expect(direction(call("gpt-4o", prompt), call("wordy-1", prompt))).toBe("unknown");
  });

  it("weighs a longer prompt against a lower cap by cost", () => {
    const before = call("gpt-4o", { ...cap(4_000) });
    const after = call("gpt-4o", { staticInputTokens: 50_000, ...cap(3_000) });
    // The prompt adds 50,000 × 2.5/1M = 0.125; the cap takes at most 1,000 × 10/1M = 0.01
    expect(direction(before, after)).toBe("up");
  });
});
