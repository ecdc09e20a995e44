import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { expect, test } from "vitest";
import { Intake } from "./intake.ts";

const MIB = 1_048_576;

function post(headers: Record<string, string>): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  Object.assign(request.headers, headers);
  return request;
}

/** How many of the same requests are under way at once before one is told to come back. */
async function admittedOf(headers: Record<string, string>): Promise<number> {
  const intake = new Intake({ requests: 100, bodyBytes: 16 * MIB, totalBytes: 64 * MIB });
  const { promise: done, resolve: finish } = Promise.withResolvers<void>();
  let admitted = 0;
  const all = Array.from({ length: 100 }, () =>
    intake.admit(post(headers), async () => {
      admitted += 1;
      await done;
    }),
  );
  finish();
  await Promise.all(all);
  return admitted;
}

test("small gzipped bodies count at the most that they can unpack to, so many clients fit at once", async () => {
  expect(await admittedOf({ "content-encoding": "gzip", "content-length": "400" })).toBe(100);
});

test("a gzipped body that may unpack to the limit counts as the limit, as does one of unknown length or encoding", async () => {
  expect(await admittedOf({ "content-encoding": "gzip", "content-length": "60000" })).toBe(4);
  expect(await admittedOf({ "content-encoding": "gzip" })).toBe(4);
  expect(await admittedOf({ "content-encoding": "zstd", "content-length": "400" })).toBe(4);
});
