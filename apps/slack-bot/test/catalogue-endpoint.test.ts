import { bundledCatalogue } from "@runrate/catalogue";
import { parseCatalogueFile } from "@runrate/core";
import { createToken } from "@runrate/ledger";
import { expect, test } from "vitest";
import { botInSandbox } from "./bot-in-sandbox.ts";

const LIST = { ...bundledCatalogue(), as_of: "2026-11-23" };
const NEGOTIATED = "prices: { overrides: [{ model: gpt-4o, input: 1.2345, output: 6.789 }] }\n";

test("the bot tells its list prices to a token for export, without what is negotiated", async () => {
  await using bot = await botInSandbox({ mode: "none", list: LIST, config: NEGOTIATED });
  const { secret } = await createToken(bot.ledger, { name: "ci", scopes: ["export"], actor: "ada" });
  const answer = await fetch(`${bot.url}/v1/catalogue`, { headers: { authorization: `Bearer ${secret}` } });
  expect(answer.status).toBe(200);
  const text = await answer.text();
  const read = parseCatalogueFile(text, { current: bundledCatalogue(), seen: "2026-11-24", origin: "the bot" });
  expect(read).toMatchObject({ kind: "catalogue", catalogue: { as_of: "2026-11-23", basis: "list" } });
  expect(text).not.toContain("1.2345");
});

test("it tells nobody else, and no negotiated catalogue at all", async () => {
  await using bot = await botInSandbox({ mode: "none", list: { ...LIST, basis: "negotiated" } });
  const make = async (scope: "export" | "ingest") =>
    (await createToken(bot.ledger, { name: scope, scopes: [scope], actor: "ada" })).secret;
  const ask = async (token: string, method = "GET") =>
    (await fetch(`${bot.url}/v1/catalogue`, { method, headers: { authorization: `Bearer ${token}` } })).status;
  expect([await ask("wrong"), await ask(await make("ingest"))]).toEqual([401, 403]);
  const secret = await make("export");
  expect([await ask(secret), await ask(secret, "POST")]).toEqual([409, 405]);
});
