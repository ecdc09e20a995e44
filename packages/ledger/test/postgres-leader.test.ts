import { setTimeout as sleep } from "node:timers/promises";
import { testSchema } from "@runrate/test-postgres";
import { sql } from "kysely";
import { afterAll, describe, expect, test } from "vitest";
import { whileLeader } from "../src/index.ts";
import { HAS_POSTGRES, opened, POSTGRES_URL, withParameter } from "./postgres-ledgers.ts";

const schema = HAS_POSTGRES ? await testSchema(POSTGRES_URL) : undefined;
const url = schema?.url ?? "";
afterAll(() => schema?.[Symbol.asyncDispose]());

describe.skipIf(!HAS_POSTGRES)("what only one replica may do", () => {
  test("is done by the leader alone; another replica leads when it is done, or when its session is lost", async () => {
    await using first = await opened(withParameter(url, "application_name", "runrate-leader"));
    await using second = await opened(url);
    const brief = { beatMs: 20 };
    const done = await whileLeader(first, "sweep", async () => {
      expect(await whileLeader(second, "sweep", async () => "both", brief)).toBeUndefined();
      expect(await whileLeader(second, "another task", async () => "led", brief)).toBe("led");
      return "led";
    });
    expect(done).toBe("led");
    const lost = whileLeader(
      first,
      "sweep",
      async (signal) => {
        await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'runrate-leader'`.execute(
          second.db,
        );
        while (!signal.aborted) await sleep(5);
        expect(await whileLeader(second, "sweep", async () => "led", brief)).toBe("led");
        return "told";
      },
      brief,
    );
    expect(await lost).toBe("told");
  });

  test("a leader that stands still is deposed by the server", async () => {
    await using first = await opened(url);
    await using second = await opened(url);
    const still = whileLeader(first, "still", () => sleep(700, "woke"), { beatMs: 60_000, silenceMs: 150 });
    await sleep(400);
    expect(await whileLeader(second, "still", async () => "led")).toBe("led");
    expect(await still).toBe("woke");
  });
});
