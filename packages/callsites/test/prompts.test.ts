import { describe, expect, test } from "vitest";
import { scanTree } from "../src/index.ts";
import { memoryTree } from "./memory-tree.ts";
import { pyCalling, tsCalling } from "./sources.ts";

describe("prompts", () => {
  test("constant parts are counted, whatever is put in at run time", async () => {
    const { callSites } = await scanTree(
      memoryTree({
        "a.ts": tsCalling(
          'const SYSTEM = "You are terse.";\nclient.chat.completions.create({ model: "gpt-4o", messages: [{ role: "system", content: SYSTEM }, { role: "user", content: `Question: ${q}` }] });',
        ),
      }),
    );
    expect(callSites.map(({ promptText, hasDynamicInput }) => [promptText, hasDynamicInput])).toEqual([
      ["You are terse.\nQuestion: ", true],
    ]);
  });

  test("a text file that the code reads is part of the prompt", async () => {
    const { callSites } = await scanTree(
      memoryTree({
        "a.py": pyCalling(
          `from pathlib import Path\nPROMPT = Path("prompts/system.md").read_text()\nclient.chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": PROMPT}])`,
        ),
        "prompts/system.md": "Be kind.",
      }),
    );
    expect(callSites.map(({ promptText }) => promptText)).toEqual(["Be kind."]);
  });

  test("loops around a call are noted", async () => {
    const { callSites } = await scanTree(
      memoryTree({
        "a.py": pyCalling(
          `for a in x:\n    for b in y:\n        client.chat.completions.create(model="gpt-4o", messages=[])`,
        ),
      }),
    );
    expect(callSites.map(({ loops }) => loops)).toEqual([2]);
  });
});
