import { userInfo } from "node:os";
import { eraseUser } from "@runrate/ledger";
import type { CommandContext } from "../context.ts";
import { printable } from "../failure.ts";
import { withLedger } from "../ledger.ts";
import { pseudonymsOf } from "../pseudonyms.ts";
import type { CommandResult } from "../terminal.ts";

interface EraseOptions {
  readonly user: string;
  readonly apply?: boolean;
}

/** `runrate erase --user <name>`: takes a user's name out of the ledger, without changing a total. A dry run unless `--apply`. */
export async function erase(
  _args: readonly string[],
  { user, apply = false }: EraseOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const { pseudonym } = pseudonymsOf(context);
  // Usage may carry the name as it is, from before pseudonyms, or what stands for it.
  const names = pseudonym === undefined ? [user] : [user, pseudonym(user)];
  const actor = userInfo().username;
  const erased = await withLedger(context, async (ledger) => {
    let records = 0n;
    const replacements: string[] = [];
    for (const name of names) {
      const one = await eraseUser(ledger, name, { apply, actor });
      records += one.records;
      if (one.replacement !== undefined) replacements.push(one.replacement);
    }
    return { records, replacements };
  });
  const count = erased.records.toLocaleString("en-US");
  const text = apply
    ? `${count} records no longer name ${printable(user)}: they say ${erased.replacements.join(", ") || "nothing new"}`
    : `${count} records name ${printable(user)}; --apply takes the name out of them, and no total changes`;
  return { text, json: { user, records: Number(erased.records), applied: apply, replacements: erased.replacements } };
}
