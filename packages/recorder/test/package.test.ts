import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { buildRecorder } from "../scripts/build.ts";

const home = join(import.meta.dirname, "..");
const app = mkdtempSync(join(tmpdir(), "runrate-installed-"));
const installed = join(app, "node_modules/@runrate/recorder");
afterAll(() => rmSync(app, { recursive: true, force: true }));

const manifestSchema = z.object({ dependencies: z.record(z.string(), z.string()) });

/** An application that has installed the package: beside it stands what its manifest asks for, and nothing of this repository. */
beforeAll(async () => {
  mkdirSync(dirname(installed), { recursive: true });
  await buildRecorder(installed);
  const { dependencies } = manifestSchema.parse(JSON.parse(readFileSync(join(installed, "package.json"), "utf8")));
  const folders = ["recorder", "ledger", "core"].map((name) => join(home, "..", name, "node_modules"));
  for (const name of [...Object.keys(dependencies), "openai", "@types/node"]) {
    const target = folders.map((folder) => join(folder, name)).find((path) => exists(path));
    if (target === undefined) throw new Error(`${name} is installed nowhere`);
    mkdirSync(dirname(join(app, "node_modules", name)), { recursive: true });
    symlinkSync(realpathSync(target), join(app, "node_modules", name));
  }
  writeFileSync(join(app, "package.json"), '{ "type": "module" }\n');
});

function exists(path: string): boolean {
  try {
    return realpathSync(path) !== "";
  } catch {
    return false;
  }
}

const node = (...args: readonly string[]) =>
  spawnSync(process.execPath, args, { cwd: app, encoding: "utf8", env: { ...process.env, NODE_NO_WARNINGS: "1" } });

test("an application installs the recorder as a package: JavaScript that keeps budgets and writes a ledger", () => {
  writeFileSync(
    join(app, "app.js"),
    `import { openBudget, openRecorder } from "@runrate/recorder";
     import OpenAI from "openai";
     const answer = { id: "c-1", object: "chat.completion", created: 1795521600, model: "gpt-4o-mini", choices: [],
       usage: { prompt_tokens: 2000, completion_tokens: 500, total_tokens: 2500 } };
     const budget = await openBudget({ ledger: "sqlite:ledger.db", name: "app", limit: { usd: "1" }, period: "day" });
     const recorder = openRecorder({ to: "sqlite:ledger.db" });
     const client = recorder.wrap(new OpenAI({ apiKey: "k", fetch: async () => Response.json(answer) }), {}, budget);
     await client.chat.completions.create({ model: "gpt-4o-mini", messages: [{ role: "user", content: "Hi" }] });
     await budget.settled();
     console.log(JSON.stringify({ spent: (await budget.status()).spent }));
     await recorder.close();
     await budget.close();
     console.log(JSON.stringify(recorder.stats));`,
  );
  const { stdout, stderr, status } = node("app.js");
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  const [spent, stats] = stdout
    .trim()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  expect(spent).toEqual({ spent: "0.0006" });
  expect(stats).toMatchObject({ seen: 1, delivered: 1, unseen: 0, dropped: 0 });
});

test("its declarations hold in an application's own strict settings, and keep the client's type", () => {
  writeFileSync(
    join(app, "typed.ts"),
    `import { capClient, compressChat, openBudget, openRecorder } from "@runrate/recorder";
     import OpenAI, { AzureOpenAI } from "openai";
     const recorder = openRecorder({ to: "https://runrate.example.com", token: () => "t" });
     export const azure: AzureOpenAI = recorder.wrap(new AzureOpenAI());
     export const client: OpenAI = capClient(recorder.wrap(new OpenAI()), { maxCompletionTokens: 5 });
     export async function answer(): Promise<string | null | undefined> {
       const budget = await openBudget({ ledger: "sqlite:x", name: "n", limit: { usd: "20" }, period: "day" });
       await budget.reserve("0.1");
       const { messages } = await compressChat(client, [{ role: "user", content: "x" }], { model: "gpt-4o-mini" });
       const { choices } = await client.chat.completions.create({ model: "gpt-4o-mini", messages: [...messages] });
       return choices[0]?.message.content;
     }
     // @ts-expect-error a client is what is wrapped
     recorder.wrap(3);\n`,
  );
  const compilerOptions = {
    module: "nodenext",
    target: "es2024",
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ["node"],
  };
  writeFileSync(join(app, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["typed.ts"] }));
  const { stdout } = node(join(home, "../../node_modules/typescript/bin/tsc"), "-p", ".");
  expect(stdout).toBe("");
});
