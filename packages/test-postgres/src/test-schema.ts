import { randomBytes } from "node:crypto";
import pg from "pg";
import { BROKER } from "./global-setup.ts";

/** The server that tests use, or why there is none. */
export type TestServer =
  | { readonly kind: "server"; readonly url: string }
  | { readonly kind: "none"; readonly reason: string };

/**
 * The PostgreSQL of this test run: the one that DATABASE_URL names, else one started from npm. Where neither is possible tests
 * skip with the reason, except in continuous integration, where that is an error.
 */
export async function testServer(): Promise<TestServer> {
  const named = process.env["DATABASE_URL"];
  if (named !== undefined && named !== "") return { kind: "server", url: named };
  const none = await ask(process.env[BROKER]);
  if (none.kind === "none" && process.env["CI"] !== undefined) throw new Error(none.reason);
  if (none.kind === "none") process.stderr.write(`tests on PostgreSQL are skipped: ${none.reason}\n`);
  return none;
}

async function ask(broker: string | undefined): Promise<TestServer> {
  if (broker === undefined) return { kind: "none", reason: "set DATABASE_URL, or run the tests from the root" };
  const answer: unknown = await (await fetch(broker)).json();
  if (typeof answer === "object" && answer !== null && "url" in answer && typeof answer.url === "string")
    return { kind: "server", url: answer.url };
  const reason = typeof answer === "object" && answer !== null && "reason" in answer ? String(answer.reason) : "?";
  return { kind: "none", reason };
}

/** An empty schema of its own, gone at the end: `await using schema = await testSchema(server.url)`. */
export interface TestSchema extends AsyncDisposable {
  /** A URL under which everything happens in the schema. */
  readonly url: string;
  readonly name: string;
}

export async function testSchema(serverUrl: string): Promise<TestSchema> {
  const name = `runrate_test_${randomBytes(6).toString("hex")}`;
  await run(serverUrl, `create schema ${name}`);
  const url = new URL(serverUrl);
  url.searchParams.set("options", `-c search_path=${name}`);
  return {
    name,
    url: url.href,
    [Symbol.asyncDispose]: () => run(serverUrl, `drop schema ${name} cascade`),
  };
}

async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("set client_min_messages = error");
    await client.query(sql);
  } finally {
    await client.end();
  }
}
