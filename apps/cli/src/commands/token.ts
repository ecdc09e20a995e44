import { userInfo } from "node:os";
import { RunrateError } from "@runrate/core";
import {
  createToken,
  listTokens,
  revokeToken,
  rotateToken,
  TOKEN_SCOPES,
  type NewToken,
  type TokenInfo,
  type TokenScope,
} from "@runrate/ledger";
import { renderColumns, type Column } from "../columns.ts";
import type { CommandContext } from "../context.ts";
import { printable } from "../failure.ts";
import { withLedger, withLedgerThere, withLedgerToAsk } from "../ledger.ts";
import type { CommandResult } from "../terminal.ts";

interface CreateOptions {
  readonly scope: readonly string[];
  readonly source?: string;
  readonly expires?: string;
}

/** `runrate token create <name>`: a token of the HTTP endpoints; its secret is printed once and kept nowhere. */
export async function create(
  [name = ""]: readonly string[],
  options: CreateOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const scopes = options.scope.flatMap((text) => text.split(",")).map(scopeOf);
  const made = await withLedger(context, (ledger) =>
    createToken(ledger, {
      name,
      scopes: [...new Set(scopes)],
      ...(options.source === undefined ? {} : { source: options.source }),
      ...(options.expires === undefined ? {} : { expiresAt: context.now + durationOf(options.expires, "--expires") }),
      actor: actor(),
    }),
  );
  return told(made);
}

/** `runrate token list` */
export async function list(
  _args: readonly string[],
  _options: object,
  context: CommandContext,
): Promise<CommandResult> {
  const tokens = await withLedgerToAsk(context, (ledger) => listTokens(ledger));
  const columns = ["name", "id", "scopes", "source", "state", "last used"].map((heading): Column => ({
    heading,
    align: "left",
  }));
  const rows = tokens.map((info) => [
    info.name,
    info.id,
    info.scopes.join(","),
    info.source,
    stateOf(info, context.now),
    info.usedAt === undefined ? "never" : instant(info.usedAt),
  ]);
  return {
    text:
      tokens.length === 0
        ? "there are no tokens: RUNRATE_INGEST_TOKEN is the simple case"
        : renderColumns(columns, rows),
    json: { tokens: tokens.map((info) => tokenJson(info, context.now)) },
  };
}

/** `runrate token revoke <name>` */
export async function revoke(
  [name = ""]: readonly string[],
  _options: object,
  context: CommandContext,
): Promise<CommandResult> {
  const revoked = await withLedgerThere(context, (ledger) => revokeToken(ledger, name, actor()));
  return {
    text: `${printable(name)} is refused from now on`,
    json: { tokens: revoked.map((info) => tokenJson(info, context.now)) },
  };
}

/** `runrate token rotate <name>`: a new secret; the old one works on for the overlap. */
export async function rotate(
  [name = ""]: readonly string[],
  options: { readonly overlap: string },
  context: CommandContext,
): Promise<CommandResult> {
  const overlapMs = durationOf(options.overlap, "--overlap");
  return told(await withLedgerThere(context, (ledger) => rotateToken(ledger, name, { overlapMs, actor: actor() })));
}

function told({ info, secret }: NewToken): CommandResult {
  return {
    text: `${secret}\n${info.name} (${info.scopes.join(", ")}) is shown once: keep it where its sender reads it`,
    json: { token: secret, ...tokenJson(info, info.createdAt) },
  };
}

function scopeOf(text: string): TokenScope {
  const scope = TOKEN_SCOPES.find((known) => known === text.trim());
  if (scope !== undefined) return scope;
  throw new RunrateError("bad_argument", `--scope is "${text}", which a token cannot have`, {
    hint: `Use ${TOKEN_SCOPES.join(", ")}.`,
  });
}

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function durationOf(text: string, option: string): number {
  const [, digits, unit = ""] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  const ms = UNIT_MS[unit];
  if (digits !== undefined && ms !== undefined) return Number(digits) * ms;
  throw new RunrateError("bad_argument", `${option} is "${text}", which is not a time such as 90d, 24h or 30m`);
}

function stateOf({ expiresAt, revokedAt }: TokenInfo, now: number): string {
  if (revokedAt !== undefined) return `revoked ${instant(revokedAt)}`;
  if (expiresAt === undefined) return "valid";
  return expiresAt > now ? `valid until ${instant(expiresAt)}` : `expired ${instant(expiresAt)}`;
}

function instant(at: number): string {
  return new Date(at).toISOString();
}

function tokenJson(info: TokenInfo, now: number) {
  const { id, name, scopes, source, createdAt, createdBy, expiresAt, revokedAt, usedAt } = info;
  return {
    id,
    name,
    scopes,
    source,
    state: stateOf(info, now).split(" ")[0],
    created_at: instant(createdAt),
    created_by: createdBy,
    expires_at: expiresAt === undefined ? null : instant(expiresAt),
    revoked_at: revokedAt === undefined ? null : instant(revokedAt),
    used_at: usedAt === undefined ? null : instant(usedAt),
  };
}

function actor(): string {
  try {
    return userInfo().username;
  } catch {
    return "terminal";
  }
}
