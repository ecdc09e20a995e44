import { describe, expect, it } from "vitest";
import { startSandbox } from "../src/index.ts";
import { findChromium, startBrowser } from "./browser.ts";

const executable = findChromium();
if (executable === undefined) console.warn("left out: no chromium on this machine (set CHROMIUM to its path)");

const MARKDOWN = `### Raises estimated LLM spend by $1.00/mo

| Where | What changed | Per month |
| :-- | :-- | --: |
| [\`a\\|b.py:1\`](https://github.com/x) | model \`a\` → \`b\`<br>cap <img src=x onerror=alert(1)> | $1.00 → $2.00 |

<details>
<summary>Assumptions</summary>

- one &lt;b&gt; assumption of <span>$</span>x

</details>

<sub>3 other calls unchanged</sub>
`;

describe("the pull request tab", () => {
  it("is not there where nobody estimates", async () => {
    await using sandbox = await startSandbox();
    expect(await (await fetch(`${sandbox.url}/page/pull-requests`)).json()).toBeNull();
  });

  it.runIf(executable !== undefined)(
    "shows the comment and the verdict of a picked and of a pasted diff, markup from outside as text",
    async () => {
      const asked: string[] = [];
      const pullRequests = {
        samples: [{ name: "A better model", diff: "diff of the sample" }],
        estimate: (diff: string) => {
          asked.push(diff);
          if (diff === "nonsense") return Promise.reject(new Error("this is not a diff"));
          return Promise.resolve({ markdown: MARKDOWN, policy: "fail" as const });
        },
      };
      await using sandbox = await startSandbox({ pullRequests });
      await using browser = await startBrowser(executable ?? "", { width: 1100, height: 900, colorScheme: "light" });
      const page = browser.context.pages()[0] ?? (await browser.context.newPage());
      const problems: string[] = [];
      page.on("pageerror", (error) => problems.push(error.message));
      page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
      await page.goto(sandbox.url);
      await page.getByRole("tab", { name: "Pull request" }).click();
      await page.getByRole("heading", { name: "Raises estimated LLM spend by $1.00/mo" }).waitFor();
      expect(await page.getByText("The check fails").isVisible()).toBe(true);
      const cells = await page.getByRole("cell").allTextContents();
      expect(cells).toEqual(["a|b.py:1", expect.stringContaining("<img src=x onerror=alert(1)>"), "$1.00 → $2.00"]);
      expect(await page.locator(".markdown img, .markdown a, .markdown script").count()).toBe(0);
      await page.getByText("Assumptions").click();
      expect(await page.getByText("one <b> assumption of $x").isVisible()).toBe(true);
      await page.getByRole("textbox", { name: "Diff" }).fill("nonsense");
      await page.getByRole("button", { name: "Estimate" }).click();
      await page.getByRole("alert").filter({ hasText: "this is not a diff" }).waitFor();
      expect([asked, problems]).toEqual([["diff of the sample", "nonsense"], []]);
    },
    60_000,
  );
});
