import type { OpenAI } from "openai";
import type { NamedKind } from "../../names.ts";
import type { LedgerStore } from "../../store.ts";

/** How long a name, or that there is none, is believed. */
const BELIEVED_MS = 24 * 3_600_000;

type Organization = OpenAI["admin"]["organization"];

/**
 * Learns the names of the projects, API keys and users that a source's records mention, those that are new or a day old. Names
 * are for reading: what cannot be learned stays an id, and is no failure.
 */
export async function resolveNames(
  store: LedgerStore,
  client: OpenAI,
  source: string,
  organisation?: string,
): Promise<void> {
  const { organization } = client.admin;
  const now = store.clock();
  const missing = async (kind: NamedKind) => await unresolvedIds(store, kind, source, now - BELIEVED_MS);
  const keep = (kind: NamedKind, ids: ReadonlySet<string>, names: ReadonlyMap<string, string>) =>
    writeNames(store, kind, ids, names, organisation);

  const projects = await missing("project");
  if (projects.size > 0) await keep("project", projects, await learn(() => projectNames(organization)));
  const users = await missing("user");
  if (users.size > 0) await keep("user", users, await learn(() => userNames(organization)));
  const keys = await missing("api_key");
  if (keys.size > 0) {
    const names = new Map<string, string>();
    for (const project of await projectsOfKeys(store, source, keys)) {
      for (const [id, name] of await learn(() => keyNames(organization, project))) names.set(id, name);
    }
    await keep("api_key", keys, names);
  }
}

async function learn(read: () => Promise<ReadonlyMap<string, string>>): Promise<ReadonlyMap<string, string>> {
  try {
    return await read();
  } catch {
    return new Map();
  }
}

async function projectNames(organization: Organization): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for await (const { id, name } of organization.projects.list({ include_archived: true, limit: 100 }))
    if (name) names.set(id, name);
  return names;
}

async function userNames(organization: Organization): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for await (const user of organization.users.list({ limit: 100 })) {
    const name = user.name ?? user.email;
    if (name) names.set(user.id, name);
  }
  return names;
}

async function keyNames(organization: Organization, project: string): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for await (const { id, name } of organization.projects.apiKeys.list(project, { limit: 100 }))
    if (name) names.set(id, name);
  return names;
}

async function unresolvedIds(
  store: LedgerStore,
  kind: NamedKind,
  source: string,
  before: number,
): Promise<ReadonlySet<string>> {
  const rows = await store.db
    .selectFrom("series")
    .select(kind)
    .distinct()
    .where("source", "=", source)
    .where(kind, "is not", null)
    .execute();
  const known = await store.db
    .selectFrom("names")
    .select("id")
    .where("kind", "=", kind)
    .where("resolved_at", ">", BigInt(before))
    .execute();
  const ids = new Set(rows.flatMap((row) => row[kind] ?? []));
  for (const { id } of known) ids.delete(id);
  return ids;
}

async function projectsOfKeys(
  store: LedgerStore,
  source: string,
  keys: ReadonlySet<string>,
): Promise<readonly string[]> {
  const rows = await store.db
    .selectFrom("series")
    .select(["project", "api_key"])
    .distinct()
    .where("source", "=", source)
    .where("project", "is not", null)
    .execute();
  return [
    ...new Set(
      rows.flatMap(({ project, api_key: key }) => (project !== null && key !== null && keys.has(key) ? [project] : [])),
    ),
  ];
}

async function writeNames(
  store: LedgerStore,
  kind: NamedKind,
  ids: ReadonlySet<string>,
  names: ReadonlyMap<string, string>,
  organisation: string | undefined,
): Promise<void> {
  await store.transaction(async (tx) => {
    for (const id of ids) {
      const row = { name: names.get(id) ?? null, organisation: organisation ?? null, resolved_at: tx.now };
      await tx.db
        .insertInto("names")
        .values({ kind, id, ...row })
        // A name that was known is kept when today's answer has none: the key may have been deleted.
        .onConflict((conflict) =>
          conflict.columns(["kind", "id"]).doUpdateSet(row.name === null ? { resolved_at: tx.now } : row),
        )
        .execute();
    }
  });
}
