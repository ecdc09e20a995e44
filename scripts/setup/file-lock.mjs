import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, statSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SetupFailure } from "./failure.mjs";

const HEARTBEAT_MS = 2_000;
/** A holder that has not touched its lock for this long is gone, whatever its process id says. */
const STALE_AFTER_MS = 60_000;
const POLL_MS = 50;

/**
 * Runs `work` while holding a lock that other processes respect. The lock of a process that died is taken over.
 * @template T
 * @param {string} path the lock file; its folder is made when missing
 * @param {() => Promise<T>} work
 * @param {{ onWait?: (pid: number) => void, waitMs?: number }} [options] `onWait` is called once, when somebody else holds it
 * @returns {Promise<T>}
 * @throws SetupFailure when the lock stays held for `waitMs` (default 15 minutes) or its folder cannot be written
 */
export async function withFileLock(path, work, { onWait, waitMs = 15 * 60_000 } = {}) {
  makeFolder(dirname(path));
  const giveUpAt = Date.now() + waitMs;
  let told = false;
  while (!tryAcquire(path)) {
    const holder = readHolder(path);
    if (holder && isStale(path, holder)) {
      takeOver(path, holder);
      continue;
    }
    if (holder && !told) {
      told = true;
      onWait?.(holder.pid);
    }
    if (Date.now() > giveUpAt) {
      throw new SetupFailure(
        `process ${holder?.pid ?? "?"} has held ${path} for too long: stop it, or delete that file, and run it again`,
      );
    }
    await sleep(POLL_MS);
  }
  const heartbeat = setInterval(() => touch(path), HEARTBEAT_MS);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    remove(path);
  }
}

/** @param {string} folder */
function makeFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new SetupFailure(`cannot write to ${folder} (${codeOf(error)}): clone into a folder you own`, {
      cause: error,
    });
  }
}

/**
 * A lock appears with its content in one step (a link to a finished file), so nobody ever reads half a holder.
 * @param {string} path
 */
function tryAcquire(path) {
  const draft = `${path}.${process.pid}.${randomUUID().slice(0, 8)}`;
  try {
    writeFileSync(draft, JSON.stringify({ pid: process.pid, host: hostname(), id: randomUUID() }), { flag: "wx" });
    try {
      linkSync(draft, path);
      return true;
    } catch (error) {
      if (codeOf(error) === "EEXIST") return false;
      // File systems without hard links (some network and phone ones): an exclusive create is the next best.
      writeFileSync(path, readFileSync(draft), { flag: "wx" });
      return true;
    }
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw new SetupFailure(`cannot write to ${dirname(path)} (${codeOf(error)}): clone into a folder you own`, {
      cause: error,
    });
  } finally {
    remove(draft);
  }
}

/**
 * @param {string} path
 * @returns {{ pid: number, host: string, id: string } | null} null when the lock is gone or unreadable
 */
function readHolder(path) {
  try {
    const { pid, host, id } = JSON.parse(readFileSync(path, "utf8"));
    return { pid: Number(pid), host: String(host), id: String(id) };
  } catch (error) {
    if (error instanceof SyntaxError) return { pid: 0, host: hostname(), id: "" };
    return null;
  }
}

/**
 * @param {string} path
 * @param {{ pid: number, host: string }} holder
 */
function isStale(path, holder) {
  if (holder.host === hostname() && !isAlive(holder.pid)) return true;
  try {
    return Date.now() - statSync(path).mtimeMs > STALE_AFTER_MS;
  } catch {
    return false;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/**
 * Removes a dead holder's lock. The short second lock keeps two who both saw it dead from removing each other's new one.
 * @param {string} path
 * @param {{ id: string }} dead
 */
function takeOver(path, dead) {
  const guard = `${path}.takeover`;
  try {
    writeFileSync(guard, String(process.pid), { flag: "wx" });
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    try {
      if (Date.now() - statSync(guard).mtimeMs > 5_000) remove(guard);
    } catch {
      // The other one has finished in the meantime.
    }
    return;
  }
  try {
    if (readHolder(path)?.id === dead.id) remove(path);
  } finally {
    remove(guard);
  }
}

/** @param {string} path */
function touch(path) {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // Somebody deleted the file by hand; the work goes on.
  }
}

/** @param {string} path */
function remove(path) {
  try {
    unlinkSync(path);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
