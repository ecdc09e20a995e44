import { join } from "node:path";
import { isStamped, stampKey } from "./stamp.mjs";

/**
 * The two installations of a clone, each with the stamp that says it is complete and the key that stamp must hold.
 * @param {string} root the repository
 */
export function installations(root) {
  const platform = `${process.platform}-${process.arch}`;
  const tools = join(root, "tools", "toolchain");
  return {
    toolchain: {
      stamp: join(tools, "node_modules", ".stamp"),
      key: stampKey([join(tools, "package-lock.json")], platform),
    },
    packages: {
      stamp: join(root, "node_modules", ".stamp"),
      key: stampKey([join(root, "pnpm-lock.yaml"), join(root, "pnpm-workspace.yaml")], platform),
    },
  };
}

/**
 * @param {string} root the repository
 * @returns {boolean} whether the workspace's packages are installed as the lockfile says
 */
export function hasPackages(root) {
  const { packages } = installations(root);
  return isStamped(packages.stamp, packages.key);
}
