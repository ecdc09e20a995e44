import { startAdminApi, type FakeOrganisation } from "@runrate/openai-sandbox";
import { expect, test } from "vitest";
import { openAdminClient, readSpendLimits } from "../src/index.ts";
import { memoryLedger } from "./open-ledger.ts";
import { completions, hour, KEY, organisation, sync, usdOf } from "./openai-organisation.ts";

test("a page that fails midway leaves what was read, and the next sync goes on from there", async () => {
  const hours = Array.from({ length: 20 * 24 }, (_, index) =>
    hour(
      20 * 24 - index,
      ...Array.from({ length: 10 }, (_none, project) => completions(100_000, { project_id: `proj_${project}` })),
    ),
  );
  const failures: FakeOrganisation["failures"] = {};
  await using api = await startAdminApi(organisation({ completions: hours }, { failures }));
  await using ledger = await memoryLedger();
  // The second page fails for good.
  let pages = 0;
  const client = await openAdminClient({ adminKey: KEY, baseUrl: api.baseUrl });
  const failing = new Proxy(client.admin.organization.usage, {
    get(target, name, receiver) {
      const own: unknown = Reflect.get(target, name, receiver);
      if (name !== "completions" || typeof own !== "function") return own;
      return (query: unknown) => {
        pages += 1;
        if (pages === 2) throw Object.assign(new Error("bad gateway"), { status: 502 });
        return Reflect.apply(own, target, [query]);
      };
    },
  });
  client.admin.organization.usage = failing;
  const first = await sync(ledger, api.baseUrl, { client });
  expect(first.endpoints[0]).toMatchObject({ kind: "failed", error: { code: "source_failed" } });
  const after = Number.parseFloat(await usdOf(ledger));
  expect(after).toBeGreaterThan(0);
  expect(after).toBeLessThan(1_200);
  const second = await sync(ledger, api.baseUrl, { client });
  expect(second.endpoints[0]).toMatchObject({ kind: "read" });
  // 480 hours × 10 projects × 0.1M at $2.50
  expect(await usdOf(ledger)).toBe("1200");
});

test("a page that says that there are more and not where is not taken for the last one", async () => {
  await using ledger = await memoryLedger();
  const client = await openAdminClient({ adminKey: KEY, baseUrl: "http://127.0.0.1:9/v1" });
  const page = { object: "page", data: [hour(2, completions(1))], has_more: true, next_page: null };
  client.admin.organization.usage = new Proxy(client.admin.organization.usage, { get: () => async () => page });
  const { endpoints } = await sync(ledger, "", { client });
  expect(endpoints[0]).toMatchObject({ kind: "failed", error: { code: "source_unreadable" } });
});

test("a rate limit is waited for as the API asks", async () => {
  const failures = {
    "usage/completions": [
      { status: 429, headers: { "retry-after-ms": "5" } },
      { status: 500, headers: { "retry-after-ms": "5" } },
    ],
  };
  await using api = await startAdminApi(organisation({ completions: [hour(2, completions(1_000_000))] }, { failures }));
  await using ledger = await memoryLedger();
  const report = await sync(ledger, api.baseUrl);
  expect(report.endpoints[0]).toMatchObject({ kind: "read", stored: 1 });
});

test("a wrong key is told plainly, asked once, and never repeated in the message", async () => {
  await using api = await startAdminApi(organisation({ completions: [] }));
  await using ledger = await memoryLedger();
  const report = await sync(ledger, api.baseUrl, { key: "sk-proj-secret" });
  expect(report.endpoints).toHaveLength(1);
  expect(report.endpoints[0]).toMatchObject({
    kind: "failed",
    error: { code: "admin_key_refused", hint: expect.stringContaining("sk-admin-") },
  });
  expect(JSON.stringify(report)).not.toContain("secret");
  expect(api.seen).toHaveLength(1);
});

test("a key without rights is told which right it lacks", async () => {
  const failures = { "usage/completions": [{ status: 403 }] };
  await using api = await startAdminApi(organisation({ completions: [] }, { failures }));
  await using ledger = await memoryLedger();
  const { endpoints } = await sync(ledger, api.baseUrl);
  expect(endpoints[0]).toMatchObject({
    kind: "failed",
    error: { code: "admin_key_without_rights", hint: expect.stringContaining("api.usage.read") },
  });
});

test("an address without spend limits is told as that, and not as a sync that goes on", async () => {
  await using api = await startAdminApi(organisation({}));
  const client = await openAdminClient({ adminKey: KEY, baseUrl: api.baseUrl });
  await expect(readSpendLimits(client)).rejects.toMatchObject({ code: "limits_not_offered" });
});
