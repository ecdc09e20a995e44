import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { GitHubServer } from "./github-server.ts";

/** A GitHub for the tests of a file, empty for each of them; each ends without a breach of GitHub's own description. */
export function gitHubForEach(): GitHubServer {
  const server = new GitHubServer();
  beforeAll(() => server.listen());
  afterEach(() => {
    const breaches = [...server.breaches];
    server.reset();
    expect(breaches).toEqual([]);
  });
  afterAll(() => server[Symbol.asyncDispose]());
  return server;
}
