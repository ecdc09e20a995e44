import { expect, test } from "vitest";
import { MemoryTurns } from "./memory-turns.ts";

test("work begins while it fits, in the order in which it came, and one that fits nowhere goes on by itself", async () => {
  const turns = new MemoryTurns(10);
  const log: string[] = [];
  const finish: Record<string, () => void> = {};
  const begin = async (name: string, bytes: number) =>
    await turns.take(bytes, async () => {
      log.push(name);
      await new Promise<void>((resolve) => (finish[name] = resolve));
    });
  const settle = async (name: string) => {
    finish[name]?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  const all = [begin("a", 4), begin("b", 6), begin("c", 99), begin("d", 1), begin("e", 9)];
  expect(log).toEqual(["a", "b"]);
  await settle("a");
  // The small one does not overtake the large one, which would never begin.
  expect(log).toEqual(["a", "b"]);
  await settle("b");
  expect(log).toEqual(["a", "b", "c"]);
  await settle("c");
  expect(log).toEqual(["a", "b", "c", "d", "e"]);
  await settle("d");
  await settle("e");
  await Promise.all(all);
});

test("work that fails gives its memory back", async () => {
  const turns = new MemoryTurns(10);
  await expect(
    turns.take(10, async () => {
      throw new Error("no");
    }),
  ).rejects.toThrow("no");
  expect(await turns.take(10, async () => "next")).toBe("next");
});
