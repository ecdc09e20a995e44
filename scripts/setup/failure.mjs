/** A set-up problem that its reader can act on: one line that names what, where and the next step. */
export class SetupFailure extends Error {}

/**
 * What an installer's output means, in words. The first match wins, so the certain causes stand first.
 * @type {ReadonlyArray<{ pattern: RegExp, cause: string }>}
 */
const CAUSES = [
  { pattern: /ENOSPC|no space left on device/i, cause: "the disk is full: free about 1.5 GB and run it again" },
  {
    pattern: /EROFS|read-only file system/i,
    cause: "the folder is on a read-only file system: clone into one you can write to",
  },
  {
    pattern: /EACCES|EPERM|permission denied/i,
    cause: "a folder cannot be written to: check who owns this clone and your npm cache",
  },
  { pattern: /ENAMETOOLONG/i, cause: "the path is too long for this system: clone into a shorter folder" },
  {
    pattern: /CERT_|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|certificate/i,
    cause: "the package registry's certificate is not trusted: set `cafile` in your .npmrc",
  },
  {
    pattern: /E40[13]\b|ERR_PNPM_FETCH_40[13]|authentication|forbidden/i,
    cause: "the package registry refused access: check the registry and its token in your .npmrc",
  },
  {
    pattern:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT|ERR_PNPM_META_FETCH_FAIL|NO_OFFLINE/i,
    cause: "the package registry cannot be reached: check the network (or proxy settings) and run it again",
  },
  {
    pattern: /ERR_PNPM_OUTDATED_LOCKFILE|ERR_PNPM_LOCKFILE|npm ci can only install|EUSAGE/i,
    cause: "a lockfile does not match its package.json: run `pnpm install` and commit pnpm-lock.yaml",
  },
  { pattern: /EINTEGRITY|ERR_PNPM_TARBALL_INTEGRITY/i, cause: "a downloaded package is damaged: run it again" },
  {
    pattern: /ETARGET|E404|ERR_PNPM_NO_MATCHING_VERSION|ERR_PNPM_FETCH_404/i,
    cause: "the package registry lacks a pinned version: point npm at a complete registry",
  },
];

/**
 * Names the cause of a failed installer run.
 * @param {string} output everything the installer printed
 * @returns {string} one line without a final stop; the last line printed when no cause is recognised
 */
export function explainInstallerOutput(output) {
  const known = CAUSES.find(({ pattern }) => pattern.test(output));
  if (known) return known.cause;
  const lines = output.split("\n").map((line) => line.trim());
  // npm ends with where its log is, and with nothing.
  const last = lines.filter((line) => !/^$|^npm error$|complete log of this run/.test(line)).at(-1);
  return last ? `it said: ${last.slice(0, 300)}` : "it printed nothing";
}

/**
 * @param {unknown} error
 * @returns {string} one line for a failure the reader can act on; the whole story for one that only a developer can
 */
export function describeFailure(error) {
  if (error instanceof SetupFailure) return error.message;
  if (error instanceof Error) return error.stack ?? error.message;
  return String(error);
}
