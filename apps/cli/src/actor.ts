import type { Terminal } from "./terminal.ts";

/** Who runs a command, for audit entries: the name of the machine's user. */
export function actorOf({ env }: Terminal): string {
  return env["SUDO_USER"] ?? env["USER"] ?? env["LOGNAME"] ?? env["USERNAME"] ?? "unknown";
}
