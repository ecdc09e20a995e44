import type { SourceTree } from "../trees/tree.ts";

/** Contents that several trees of one question share: read, kept and searched once. */
export class ContentPool {
  readonly #byId = new Map<string, Buffer>();
  readonly #byPath = new Map<string, Buffer>();
  readonly #found = new Map<string, WeakMap<Buffer, boolean>>();

  /** Contents by path; what cannot be read is left out. The same content is the same buffer, whichever tree it is of. */
  async read(tree: SourceTree, paths: ReadonlySet<string>): Promise<Map<string, Buffer>> {
    const contents = new Map<string, Buffer>();
    const missing: string[] = [];
    const ids = new Map<string, string>();
    for (const { path, contentId } of tree.files) {
      if (!paths.has(path)) continue;
      if (contentId !== null) ids.set(path, contentId);
      const known = contentId === null ? undefined : this.#byId.get(contentId);
      if (known === undefined) missing.push(path);
      else contents.set(path, known);
    }
    for (const [path, bytes] of await tree.readAll(missing)) {
      const read = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const earlier = this.#byPath.get(path);
      const shared = earlier?.equals(read) === true ? earlier : read;
      this.#byPath.set(path, shared);
      const id = ids.get(path);
      if (id !== undefined) this.#byId.set(id, shared);
      contents.set(path, shared);
    }
    return contents;
  }

  /** Whether a content matches. The pattern sees bytes, one a character: it is for texts of ASCII. */
  matches(bytes: Buffer, pattern: RegExp): boolean {
    return this.#remember(pattern.source, bytes, () => pattern.test(bytes.toString("latin1")));
  }

  mentions(bytes: Buffer, name: string): boolean {
    return this.#remember(`"${name}`, bytes, () => bytes.includes(name));
  }

  #remember(question: string, bytes: Buffer, answer: () => boolean): boolean {
    let answers = this.#found.get(question);
    if (answers === undefined) {
      answers = new WeakMap();
      this.#found.set(question, answers);
    }
    const known = answers.get(bytes) ?? answer();
    answers.set(bytes, known);
    return known;
  }
}
