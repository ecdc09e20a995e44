import { SchemaPool, testServer } from "@runrate/test-postgres";
import { afterAll, describe } from "vitest";
import { elsewhere } from "./ledger.ts";

const server = await testServer();
const schemas = new SchemaPool(server.kind === "server" ? server.url : "");
afterAll(() => schemas.drop());

/** The same tests once more, with their ledgers on PostgreSQL. */
describe.skipIf(server.kind === "none")("on PostgreSQL", async () => {
  elsewhere.schemas = schemas;
  await import("../src/evaluate.test.ts");
  await import("../src/report.test.ts");
  await import("../src/dry-run.test.ts");
  await import("../src/watch.test.ts");
  await import("../src/notice-response.test.ts");
  await import("./golden.test.ts");
});
