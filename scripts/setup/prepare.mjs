import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runCaptured } from "./child-process.mjs";
import { cleanEnvironment } from "./environment.mjs";
import { explainInstallerOutput, SetupFailure } from "./failure.mjs";
import { withFileLock } from "./file-lock.mjs";
import { installations } from "./installed.mjs";
import { checkFolder, chooseNode, npmCommand, thisMachine } from "./machine.mjs";
import { isStamped, writeStamp } from "./stamp.mjs";

/**
 * @typedef {{ node: string, pnpm: string, env: Record<string, string> }} Prepared
 *   `node`: the Node.js 24 executable; `pnpm`: its script; `env`: the environment for everything run from here
 */

/**
 * Brings Node.js 24, pnpm and the workspace's packages to this clone. Free when nothing has changed.
 * @param {string} root the repository
 * @param {{ log: (line: string) => void, env?: Readonly<Record<string, string | undefined>> }} options
 * @returns {Promise<Prepared>}
 * @throws SetupFailure with one line that says what to do
 */
export async function prepare(root, { log, env: inherited = process.env }) {
  const machine = thisMachine();
  const tools = join(root, "tools", "toolchain");
  const state = join(root, "tools", ".state");
  const choice = chooseNode(machine);
  const node = choice.kind === "own" ? process.execPath : join(tools, "node_modules", choice.package, "bin", "node");
  const pnpm = join(tools, "node_modules", "pnpm", "bin", "pnpm.mjs");
  const env = cleanEnvironment(inherited);
  if (choice.kind === "bundled") {
    // Native add-ons are then built against this Node's headers, without a download.
    env["npm_config_nodedir"] = join(tools, "node_modules", choice.package);
    env["PATH"] = [join(tools, "node_modules", ".bin"), env["PATH"] ?? ""].join(delimiter);
  } else {
    env["PATH"] = [join(process.execPath, ".."), join(tools, "node_modules", ".bin"), env["PATH"] ?? ""].join(
      delimiter,
    );
  }

  const { toolchain, packages } = installations(root);
  const hasToolchain = () => isStamped(toolchain.stamp, toolchain.key) && existsSync(node) && existsSync(pnpm);
  const hasPackages = () => isStamped(packages.stamp, packages.key);
  const prepared = { node, pnpm, env };
  if (hasToolchain() && hasPackages()) return prepared;

  checkFolder(root, machine);
  const onWait = (/** @type {number} */ pid) => log(`another set-up (process ${pid}) is under way: waiting for it`);
  await withFileLock(
    join(state, "setup.lock"),
    async () => {
      if (!hasToolchain()) {
        log("installing Node.js 24 and pnpm (once) ...");
        const npm = npmCommand({ platform: machine.platform, env: inherited, execPath: process.execPath });
        const flags = ["ci", "--no-audit", "--no-fund", "--loglevel=error", "--prefer-offline", ...FAIL_SOON];
        // The pinned Node.js needs glibc; bin/runrate would start it wherever it lies.
        if (machine.musl) flags.push("--omit=optional");
        await install({
          command: npm.command,
          args: [...npm.args, ...flags],
          cwd: tools,
          env: withoutNodedir(env),
          state,
          log,
        });
        requireBrought({ node: choice.kind === "bundled" ? node : null, pnpm });
        writeStamp(toolchain.stamp, toolchain.key);
      }
      if (!hasPackages()) {
        log("installing the packages ...");
        const flags = [
          "install",
          "--frozen-lockfile",
          "--prefer-offline",
          "--reporter=append-only",
          "--config.confirmModulesPurge=false",
        ];
        await install({ command: node, args: [pnpm, ...flags, ...FAIL_SOON], cwd: root, env, state, log });
        writeStamp(packages.stamp, packages.key);
      }
    },
    { onWait },
  );
  return prepared;
}

/** Without a network the default is to try for minutes. */
const FAIL_SOON = ["--fetch-retries=2", "--fetch-retry-mintimeout=500", "--fetch-retry-maxtimeout=4000"];

/**
 * The pinned Node.js is an optional package, since each platform has its own: npm leaves one out that it could not unpack, and says
 * that all went well.
 * @param {{ node: string | null, pnpm: string }} files
 */
function requireBrought({ node, pnpm }) {
  const missing = [node, pnpm].find((file) => file !== null && !existsSync(file));
  if (missing === undefined) return;
  throw new SetupFailure(
    `npm left ${missing} out: check that npm's cache (\`npm config get cache\`) has 1 GB of free space and that the package registry has all of tools/toolchain, and run it again`,
  );
}

/** @param {Record<string, string>} env */
function withoutNodedir({ npm_config_nodedir: _, ...env }) {
  return env;
}

/** @param {{ command: string, args: string[], cwd: string, env: Record<string, string>, state: string, log: (line: string) => void }} step */
async function install({ command, args, cwd, env, state, log }) {
  const startedAt = Date.now();
  const { code, output } = await runCaptured(command, args, { cwd, env });
  if (code === 0) {
    log(`done in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
    return;
  }
  if (code === 127 && command === "npm") {
    throw new SetupFailure("npm was not found: install Node.js together with npm and run it again");
  }
  const report = join(state, "setup.log");
  mkdirSync(state, { recursive: true });
  writeFileSync(report, output);
  throw new SetupFailure(`${explainInstallerOutput(output)} (full output: ${report})`);
}
