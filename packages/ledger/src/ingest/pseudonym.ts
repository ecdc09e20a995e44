import { createHmac } from "node:crypto";
import type { UsageRecord } from "@runrate/core";

const PSEUDONYM = /^u_[\w-]{20}$/;

/**
 * What stands for a user in the ledger: the same for the same name and key, and nothing that leads back without the key. What is
 * a pseudonym already, as in the export of such a ledger, stays what it is.
 *
 * @param key a secret that stays the same, or every user begins anew
 */
export function userPseudonym(key: string): (user: string) => string {
  return (user) =>
    PSEUDONYM.test(user) ? user : `u_${createHmac("sha256", key).update(user).digest("base64url").slice(0, 20)}`;
}

/** The record with a pseudonym in place of its user, also where a tag says the same name. */
export function withPseudonym(record: UsageRecord, pseudonym: (user: string) => string): UsageRecord {
  const { user, tags } = record;
  if (user === undefined) return record;
  const name = pseudonym(user);
  if (!Object.values(tags).includes(user)) return { ...record, user: name };
  return {
    ...record,
    user: name,
    tags: Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, value === user ? name : value])),
  };
}
