// Not by name: a Node.js that lacks `statfsSync` (before 18.15) would refuse the module instead of being told that it is too old.
import fs, { accessSync, constants, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { SetupFailure } from "./failure.mjs";

/** The Node.js that Runrate's own code needs (it runs TypeScript sources and native packages built for it). */
export const REQUIRED_NODE_MAJOR = 24;
const OLDEST_NODE_MAJOR = 18;
const BUNDLED_NODE = new Set(["linux-x64", "linux-arm64"]);
/** Both toolchain and packages, with room for the package managers' caches. */
const NEEDED_BYTES = 1_500_000_000;

/**
 * @typedef {{ platform: string, arch: string, nodeVersion: string, musl: boolean }} Machine
 * @typedef {{ kind: "own" } | { kind: "bundled", package: string }} NodeChoice
 */

/** @returns {Machine} the machine that this process runs on */
export function thisMachine() {
  return {
    platform: process.platform,
    arch: process.arch,
    nodeVersion: process.versions.node,
    // Asked late: the answer takes longer than everything else here.
    get musl() {
      return usesMusl();
    },
  };
}

/**
 * Which Node.js runs Runrate here: the machine's own when it is new enough, else the one pinned in tools/toolchain.
 * @param {Machine} machine
 * @returns {NodeChoice}
 * @throws SetupFailure where neither is possible, saying what to install
 */
export function chooseNode(machine) {
  const { platform, arch, nodeVersion } = machine;
  const major = Number(nodeVersion.split(".")[0]);
  if (major >= REQUIRED_NODE_MAJOR) return { kind: "own" };
  const install = installAdvice(platform);
  if (major < OLDEST_NODE_MAJOR) {
    throw new SetupFailure(
      `Node.js ${nodeVersion} is too old: install Node.js ${REQUIRED_NODE_MAJOR} (${install}) and run it again`,
    );
  }
  const { musl } = machine;
  if (BUNDLED_NODE.has(`${platform}-${arch}`) && !musl) return { kind: "bundled", package: `node-${platform}-${arch}` };
  throw new SetupFailure(
    `Node.js ${nodeVersion} is too old, and none is bundled for ${platform}-${arch}${musl ? " with musl" : ""}: ` +
      `install Node.js ${REQUIRED_NODE_MAJOR} (${install}) and run it again`,
  );
}

/** @param {string} platform */
function installAdvice(platform) {
  if (platform === "darwin") return "`brew install node@24`, or nodejs.org";
  if (platform === "win32") return "`winget install OpenJS.NodeJS.LTS`, or nodejs.org";
  return "nodejs.org, or your distribution's package";
}

/** Debian's and Fedora's glibc names itself in a process report; Alpine's musl does not. */
function usesMusl() {
  if (process.platform !== "linux" || process.report === undefined) return false;
  Reflect.set(process.report, "excludeNetwork", true);
  const report = process.report.getReport();
  const header = typeof report === "string" ? JSON.parse(report).header : Reflect.get(report, "header");
  return header.glibcVersionRuntime === undefined;
}

/**
 * Stops before anything is downloaded when the folder cannot hold an installation.
 * @param {string} root the repository
 * @param {{ platform: string }} machine
 * @throws SetupFailure
 */
export function checkFolder(root, { platform }) {
  if (platform === "win32" && /^[\\/]{2}/.test(root)) {
    throw new SetupFailure(
      `${root} is a network path, which npm cannot install into: clone to a drive such as C:\\ (inside WSL, use WSL's own Node.js)`,
    );
  }
  if (platform === "win32" && root.length > 120) {
    throw new SetupFailure(
      `${root} is too long a path for Windows: clone into a shorter folder such as C:\\src\\runrate`,
    );
  }
  if (root.includes(platform === "win32" ? ";" : ":")) {
    throw new SetupFailure(
      `${root} contains the character that separates PATH entries: clone into a folder without it`,
    );
  }
  try {
    accessSync(root, constants.W_OK);
  } catch (cause) {
    throw new SetupFailure(`${root} cannot be written to: clone into a folder you own`, { cause });
  }
  const free = freeBytes(root);
  if (free !== null && free < NEEDED_BYTES) {
    throw new SetupFailure(
      `only ${Math.floor(free / 1e6)} MB are free in ${root}: the set-up needs about ${NEEDED_BYTES / 1e9} GB; free some space and run it again`,
    );
  }
}

/** @param {string} folder */
function freeBytes(folder) {
  if (typeof fs.statfsSync !== "function") return null;
  try {
    const { bavail, bsize } = fs.statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}

/**
 * How to start npm without a shell: on Windows `npm` is a .cmd file, which only a shell can run.
 * @param {{ platform: string, env: Readonly<Record<string, string | undefined>>, execPath: string, exists?: (path: string) => boolean }} from
 * @returns {{ command: string, args: string[] }}
 */
export function npmCommand({ platform, env, execPath, exists = existsSync }) {
  const running = env["npm_execpath"];
  if (running && /npm-cli\.[cm]?js$/.test(running) && exists(running)) return { command: execPath, args: [running] };
  const beside = join(dirname(execPath), "node_modules", "npm", "bin", "npm-cli.js");
  if (platform === "win32" && exists(beside)) return { command: execPath, args: [beside] };
  return { command: "npm", args: [] };
}
