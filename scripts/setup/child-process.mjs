import { spawn } from "node:child_process";
import { constants } from "node:os";

/**
 * Runs a command and keeps what it prints.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: Record<string, string> }} options
 * @returns {Promise<{ code: number, output: string }>} code 127 when the command does not exist
 */
export function runCaptured(command, args, options) {
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.setEncoding("utf8").on("data", (text) => (output += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (output += text));
    child.on("error", (error) => resolve({ code: 127, output: `${output}\n${error.message}` }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Runs a command in the foreground: it has this process's terminal, and gets the signals sent to this process.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, quietStdout?: boolean }} [options] `quietStdout` sends its stdout to stderr
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>}
 */
export function runInForeground(command, args, { quietStdout = false, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ["inherit", quietStdout ? 2 : "inherit", "inherit"] });
    /** @type {Array<[NodeJS.Signals, () => void]>} */
    const handlers = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR2"]
      .filter((name) => name in constants.signals)
      .map((name) => {
        const signal = /** @type {NodeJS.Signals} */ (name);
        // A terminal sends its Ctrl-C to the child too: sending it on would interrupt twice.
        return [signal, () => void ((signal === "SIGINT" && process.stdin.isTTY) || child.kill(signal))];
      });
    for (const [signal, handler] of handlers) process.on(signal, handler);
    const settle = () => handlers.forEach(([signal, handler]) => process.off(signal, handler));
    child.on("error", (error) => (settle(), reject(error)));
    child.on("close", (code, signal) => (settle(), resolve({ code, signal })));
  });
}

/**
 * Ends this process as the other one ended: with its exit code, or by the same signal.
 * @param {{ code: number | null, signal: NodeJS.Signals | null }} result
 */
export function endLike({ code, signal }) {
  if (signal === null) {
    process.exitCode = code ?? 1;
    return;
  }
  process.exitCode = 128 + constants.signals[signal];
  process.kill(process.pid, signal);
}
