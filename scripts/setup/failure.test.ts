import { describe, expect, test } from "vitest";
import { describeFailure, explainInstallerOutput, SetupFailure } from "./failure.mjs";

describe("an installer's failure is one line with the next step", () => {
  test.each([
    [
      "npm error code ENOTFOUND\nnpm error network request to https://registry failed",
      /cannot be reached: check the network/,
    ],
    ["npm error code ECONNREFUSED", /cannot be reached/],
    [" ERR_PNPM_META_FETCH_FAIL  GET https://x: request failed", /cannot be reached/],
    ["npm error code ENOTCACHED", /cannot be reached/],
    ["npm error code ENOSPC\nnpm error nospc ENOSPC: no space left on device, write", /disk is full/],
    ["EROFS: read-only file system, mkdir '/x'", /read-only file system/],
    ["npm error code EACCES", /cannot be written to/],
    ["npm error code ENAMETOOLONG", /path is too long/],
    ["SELF_SIGNED_CERT_IN_CHAIN", /certificate is not trusted/],
    ["npm error code E401", /refused access/],
    ["ERR_PNPM_OUTDATED_LOCKFILE Cannot install", /lockfile does not match/],
    ["npm error code EINTEGRITY", /damaged: run it again/],
    ["ERR_PNPM_FETCH_404", /lacks a pinned version/],
    ["first\n  something new\n", /^it said: something new$/],
    [
      "npm error engine no\nnpm error\nnpm error A complete log of this run can be found in: /x\n",
      /^it said: npm error engine no$/,
    ],
    ["", /^it printed nothing$/],
  ])("%j", (output, expected) => {
    const line = explainInstallerOutput(output);
    expect(line).toMatch(expected);
    expect(line).not.toContain("\n");
  });
});

test("a failure of the set-up is shown as its line, a fault of ours with its place", () => {
  expect(describeFailure(new SetupFailure("no disk"))).toBe("no disk");
  expect(describeFailure(new TypeError("x is not a function"))).toContain("failure.test.ts");
  expect(describeFailure("thrown text")).toBe("thrown text");
});
