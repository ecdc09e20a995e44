// Builds the package that applications install into dist/.
import { buildRecorder } from "./build.ts";

await buildRecorder();
console.log("built packages/recorder/dist");
