// Releases the action: builds the bundle and puts it on a commit of its own, which tags alone lead to.
import { join } from "node:path";
import { buildAction } from "./build.ts";
import { makeRelease } from "./release.ts";

const [version = ""] = process.argv.slice(2);
await buildAction();
const { commit, tags } = makeRelease(join(import.meta.dirname, "../../.."), version);
console.log(`${commit} holds the bundle, tagged ${tags.join(" and ")}; now: git push --force origin ${tags.join(" ")}`);
