import { expect, test } from "vitest";
import { adminKeys } from "./admin-keys.ts";
import { parseConfig } from "./config.ts";

const config = (text = "") => parseConfig(text, "runrate.yml");

test("each provider's own variable is read, and its organisations instead where there are some", () => {
  const env = { OPENAI_ADMIN_KEY: "a", ANTHROPIC_ADMIN_KEY: "b", EU: "c" };
  const text = "sources: { openai: { backfill_days: 30, organisations: [{ name: eu, key_from: EU }] } }";
  expect(adminKeys(config(text), env)).toEqual({
    keys: [
      { provider: "openai", organisation: "eu", key: "c", backfillDays: 30 },
      { provider: "anthropic", key: "b", backfillDays: 90 },
    ],
    missing: [],
  });
});

test("a LiteLLM proxy needs its address beside the key", () => {
  const env = { LITELLM_ADMIN_KEY: "k" };
  expect(adminKeys(config(), env)).toEqual({ keys: [], missing: ["LITELLM_BASE_URL"] });
  expect(adminKeys(config(), { ...env, LITELLM_BASE_URL: "http://litellm:4000" })).toEqual({
    keys: [{ provider: "litellm", key: "k", baseUrl: "http://litellm:4000", backfillDays: 90 }],
    missing: [],
  });
  expect(adminKeys(config(), { LITELLM_BASE_URL: "http://litellm:4000" })).toEqual({ keys: [], missing: [] });
});

test("a variable that runrate.yml names and that is not set is missing", () => {
  const text = "sources: { anthropic: { organisations: [{ name: us, key_from: NOT_THERE }] } }";
  expect(adminKeys(config(text), {})).toEqual({ keys: [], missing: ["NOT_THERE"] });
});
