import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** The commands of the README's console blocks, each with the output printed under it. */
function examples(): { command: string; output: string }[] {
  const readme = readFileSync(`${ROOT}/README.md`, "utf8");
  const blocks = [...readme.matchAll(/^```console\n(.*?)^```$/gms)].map((match) => match[1] ?? "");
  return blocks.flatMap((block) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((example) => {
        const [command = "", ...output] = example.split("\n");
        return { command, output: output.join("\n") };
      }),
  );
}

describe("the README's examples", () => {
  it.each(examples())(
    "print what stands under them: $command",
    ({ command, output }) => {
      const { stdout, status } = spawnSync("sh", ["-c", command], { cwd: ROOT, encoding: "utf8" });
      expect([status, stdout]).toEqual([0, output]);
    },
    120_000,
  );

  it("are there", () => {
    expect(examples().length).toBeGreaterThan(2);
  });
});
