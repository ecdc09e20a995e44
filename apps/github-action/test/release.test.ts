import { describe, expect, it } from "vitest";
import { makeRelease } from "../scripts/release.ts";
import { Repository } from "./repository.ts";

const identity = (repository: Repository) => {
  repository.git("config", "user.name", "A");
  repository.git("config", "user.email", "a@example.com");
};

describe("a release", () => {
  it("has the bundle on its own commit, and leaves the branch as it was", () => {
    using repository = Repository.create();
    identity(repository);
    const main = repository.commit({ ".gitignore": "dist/\n", "apps/github-action/action.yml": "name: x\n" });
    repository.commit({});
    const head = repository.git("rev-parse", "HEAD");
    repository.git("checkout", "--quiet", "main");
    writeDist(repository);
    const { commit, tags } = makeRelease(repository.folder, "v1.2.3");
    expect(tags).toEqual(["v1.2.3", "v1"]);
    expect(repository.git("rev-parse", "v1^{commit}")).toBe(commit);
    expect(repository.git("ls-tree", "-r", "--name-only", "v1.2.3")).toContain("apps/github-action/dist/index.js");
    expect(repository.git("diff", "--name-only", head, commit)).toBe("apps/github-action/dist/index.js");
    expect(repository.git("rev-parse", "main")).toBe(head);
    expect(repository.git("status", "--porcelain")).toBe("");
    expect(main).not.toBe(commit);
  });

  it("is refused with changes that no commit holds, and under another kind of name", () => {
    using repository = Repository.create();
    identity(repository);
    repository.commit({ "a.txt": "one\n" });
    writeDist(repository);
    expect(() => makeRelease(repository.folder, "1.2")).toThrow(/v1\.2\.3/);
    repository.commit({ "b.txt": "two\n" });
    repository.write({ "a.txt": "changed\n" });
    expect(() => makeRelease(repository.folder, "v1.0.0")).toThrow(/put away/);
  });
});

function writeDist(repository: Repository): void {
  repository.write({ "apps/github-action/dist/index.js": "// built\n" });
}
