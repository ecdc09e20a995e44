import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * A key that changes when any of the files or the platform does.
 * @param {readonly string[]} files absolute paths; all must exist
 * @param {string} platform such as "linux-x64"
 * @returns {string} a SHA-256 in hex
 */
export function stampKey(files, platform) {
  const hash = createHash("sha256").update(platform);
  for (const file of files) hash.update("\0").update(readFileSync(file));
  return hash.digest("hex");
}

/**
 * @param {string} stamp path of the stamp file
 * @param {string} key
 * @returns {boolean} whether the work that the stamp stands for was finished for this key
 */
export function isStamped(stamp, key) {
  try {
    return readFileSync(stamp, "utf8") === key;
  } catch {
    return false;
  }
}

/**
 * @param {string} stamp path of the stamp file, made with its folder
 * @param {string} key
 */
export function writeStamp(stamp, key) {
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, key);
}
