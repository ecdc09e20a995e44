import { userInfo } from "node:os";
import type { Terminal } from "./terminal.ts";

/** Who runs a command, for audit entries: the name of the machine's user. */
export function actorOf({ env }: Terminal): string {
  return env["SUDO_USER"] ?? env["USER"] ?? env["LOGNAME"] ?? env["USERNAME"] ?? ofSystem();
}

function ofSystem(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that has no name.
    return "unknown";
  }
}
