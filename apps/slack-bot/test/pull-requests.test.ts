import { expect, test } from "vitest";
import { botInSandbox } from "./bot-in-sandbox.ts";

test("/cost pr understands a number with or without its repository, and says so of what is none, however much blank is in it", async () => {
  await using bot = await botInSandbox();
  const answers: string[] = [];
  for (const words of ["", "482", "acme/shop#482", "acme/shop # 482", `acme/shop${" ".repeat(36_000)}x`]) {
    await bot.sandbox.person("U1").command("C1", `/cost pr ${words}`);
    await bot.sandbox.until(() => bot.sandbox.ephemerals("U1").length > answers.length);
    answers.push(bot.sandbox.ephemerals("U1").at(-1)?.text ?? "");
  }
  const nothing = "Nothing was estimated for pull request 482.";
  expect(answers).toEqual([
    expect.stringContaining("No estimate has been posted yet"),
    nothing,
    nothing,
    nothing,
    expect.stringContaining("Ask `/cost pr 482`"),
  ]);
});
