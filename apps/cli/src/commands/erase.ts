import { userInfo } from "node:os";
import { eraseUser } from "@runrate/ledger";
import type { CommandContext } from "../context.ts";
import { printable } from "../failure.ts";
import { withLedgerThere } from "../ledger.ts";
import { pseudonymsOf } from "../pseudonyms.ts";
import type { CommandResult } from "../terminal.ts";

interface EraseOptions {
  readonly user: string;
  readonly apply?: boolean;
}

const OUT_OF_REACH =
  "out of reach: ids of conversations, names of projects, keys and limits, runrate.yml, messages in Slack, exports and backups";

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
  const erased = await withLedgerThere(context, async (ledger) => {
    let records = 0n;
    let tags = 0;
    let mentions = 0;
    const replacements: string[] = [];
    for (const name of names) {
      const one = await eraseUser(ledger, name, { apply, actor });
      records += one.records;
      tags += one.tags;
      mentions += one.mentions;
      if (one.replacement !== undefined) replacements.push(one.replacement);
    }
    return { records, tags, mentions, replacements };
  });
  const count = erased.records.toLocaleString("en-US");
  const elsewhere = [
    ...(erased.tags > 0 ? [`${erased.tags} sets of tags`] : []),
    ...(erased.mentions > 0 ? [`${erased.mentions} budgets, alerts, questions and audit entries`] : []),
  ];
  const where = [`${count} records`, ...elsewhere].join(", ");
  const text = apply
    ? `${where} no longer name ${printable(user)}: they say ${erased.replacements.join(", ") || "nothing new"}\n${OUT_OF_REACH}`
    : `${where} name ${printable(user)}; --apply takes the name out of them, and no total changes\n${OUT_OF_REACH}`;
  const { records, tags, mentions, replacements } = erased;
  return { text, json: { user, records: Number(records), tags, mentions, applied: apply, replacements } };
}
