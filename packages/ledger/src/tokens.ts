import { createHash, randomBytes } from "node:crypto";
import { RunrateError } from "@runrate/core";
import { z } from "zod";
import { writeAudit } from "./audit.ts";
import type { LedgerReader, LedgerStore } from "./store.ts";

/** What a token may be used for. */
export const TOKEN_SCOPES = ["ingest", "export", "estimates"] as const;

export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** A token of the HTTP endpoints, without its secret, which nobody keeps. Instants in milliseconds since 1970 UTC. */
export interface TokenInfo {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  /** Usage that it sends is stored under `http:<source>` and `otlp:<source>`; absent: under the token's name. */
  readonly source: string;
  readonly createdAt: number;
  readonly createdBy: string;
  /** From this instant on it is refused. */
  readonly expiresAt?: number;
  readonly revokedAt?: number;
  /** When it was last used, to the hour. */
  readonly usedAt?: number;
}

/** A new token. `secret` is shown once. */
export interface NewToken {
  readonly info: TokenInfo;
  readonly secret: string;
}

const NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/;
const HOUR_MS = 3_600_000;
const scopeList = z.array(z.enum(TOKEN_SCOPES));

/**
 * Makes a token. Only its hash is stored: with 256 random bits a plain hash cannot be reversed.
 *
 * @throws RunrateError `bad_token_name`, `token_exists`
 */
export async function createToken(
  store: LedgerStore,
  wanted: {
    readonly name: string;
    readonly scopes: readonly TokenScope[];
    readonly source?: string;
    readonly expiresAt?: number;
    readonly actor: string;
  },
): Promise<NewToken> {
  for (const name of [wanted.name, wanted.source ?? wanted.name]) {
    if (NAME.test(name)) continue;
    throw new RunrateError("bad_token_name", `"${name.slice(0, 80)}" cannot be the name of a token or its source`, {
      hint: "Use lower-case letters, digits, dots, dashes and underscores, such as checkout-service.",
    });
  }
  const now = store.clock();
  if ((await activeTokens(store, wanted.name, now)).length > 0) {
    throw new RunrateError("token_exists", `there is a token named ${wanted.name} already`, {
      hint: `Use another name, or \`runrate token rotate ${wanted.name}\` for a new secret.`,
    });
  }
  return await insertToken(store, wanted, "token_create");
}

/** All tokens, the newest first. */
export async function listTokens(ledger: LedgerReader): Promise<readonly TokenInfo[]> {
  const rows = await ledger.db.selectFrom("tokens").selectAll().orderBy("created_at", "desc").orderBy("id").execute();
  return rows.map(infoOf);
}

/**
 * Refuses a token from now on: all that have the name, or the one with the id.
 *
 * @throws RunrateError `unknown_token`
 */
export async function revokeToken(store: LedgerStore, nameOrId: string, actor: string): Promise<readonly TokenInfo[]> {
  const found = (await activeTokens(store, nameOrId, store.clock())).map(({ id }) => id);
  if (found.length === 0) throw unknownToken(nameOrId);
  await store.transaction(async (tx) => {
    await tx.db.updateTable("tokens").set({ revoked_at: tx.now }).where("id", "in", found).execute();
    await writeAudit(tx, { actor, action: "token_revoke", details: { name: nameOrId, ids: found } });
  });
  return (await listTokens(store)).filter(({ id }) => found.includes(id));
}

/**
 * Gives a name a new secret with the same scopes and source. The old one works for the overlap, so that every sender can change
 * over without a gap.
 *
 * @throws RunrateError `unknown_token`
 */
export async function rotateToken(
  store: LedgerStore,
  name: string,
  options: { readonly overlapMs: number; readonly actor: string },
): Promise<NewToken> {
  const now = store.clock();
  const [current] = await activeTokens(store, name, now);
  if (current === undefined) throw unknownToken(name);
  await store.transaction(async (tx) => {
    const ends = BigInt(tx.now + options.overlapMs);
    await tx.db
      .updateTable("tokens")
      .set({ expires_at: ends })
      .where("name", "=", current.name)
      .where("revoked_at", "is", null)
      .where((where) => where.or([where("expires_at", "is", null), where("expires_at", ">", ends)]))
      .execute();
  });
  const { scopes, source } = current;
  return await insertToken(store, { name: current.name, scopes, source, actor: options.actor }, "token_rotate");
}

/** The token with that secret, if it may still be used. Notes when it was used, to the hour. */
export async function findToken(store: LedgerStore, secret: string): Promise<TokenInfo | undefined> {
  const row = await store.db.selectFrom("tokens").selectAll().where("hash", "=", hashOf(secret)).executeTakeFirst();
  if (row === undefined) return undefined;
  const info = infoOf(row);
  const now = store.clock();
  if (!isActive(info, now)) return undefined;
  if (info.usedAt === undefined || now - info.usedAt >= HOUR_MS)
    await store.db.updateTable("tokens").set({ used_at: now }).where("id", "=", info.id).execute();
  return info;
}

async function insertToken(
  store: LedgerStore,
  wanted: Parameters<typeof createToken>[1],
  action: string,
): Promise<NewToken> {
  const secret = `rr_${randomBytes(32).toString("base64url")}`;
  const id = `tok_${randomBytes(6).toString("hex")}`;
  const { name, scopes, actor, expiresAt } = wanted;
  const source = wanted.source ?? name;
  await store.transaction(async (tx) => {
    await tx.db
      .insertInto("tokens")
      .values({
        id,
        name,
        hash: hashOf(secret),
        scopes: JSON.stringify(scopes),
        source,
        created_at: tx.now,
        created_by: actor,
        expires_at: expiresAt ?? null,
      })
      .execute();
    await writeAudit(tx, { actor, action, details: { id, name, scopes, source } });
  });
  const info = (await listTokens(store)).find((one) => one.id === id);
  if (info === undefined) throw new RunrateError("token_lost", `the token ${name} was not stored`);
  return { info, secret };
}

async function activeTokens(ledger: LedgerReader, nameOrId: string, now: number): Promise<readonly TokenInfo[]> {
  return (await listTokens(ledger)).filter(
    (info) => (info.name === nameOrId || info.id === nameOrId) && isActive(info, now),
  );
}

function isActive({ expiresAt, revokedAt }: TokenInfo, now: number): boolean {
  return revokedAt === undefined && (expiresAt === undefined || expiresAt > now);
}

interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly scopes: string;
  readonly source: string | null;
  readonly created_at: bigint;
  readonly created_by: string;
  readonly expires_at: bigint | null;
  readonly revoked_at: bigint | null;
  readonly used_at: bigint | null;
}

function infoOf(row: TokenRow): TokenInfo {
  return {
    id: row.id,
    name: row.name,
    scopes: scopeList.parse(JSON.parse(row.scopes)),
    source: row.source ?? row.name,
    createdAt: Number(row.created_at),
    createdBy: row.created_by,
    ...(row.expires_at === null ? {} : { expiresAt: Number(row.expires_at) }),
    ...(row.revoked_at === null ? {} : { revokedAt: Number(row.revoked_at) }),
    ...(row.used_at === null ? {} : { usedAt: Number(row.used_at) }),
  };
}

function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

function unknownToken(name: string): RunrateError {
  return new RunrateError("unknown_token", `there is no usable token named ${name}`, {
    hint: "`runrate token list` shows all of them.",
  });
}
