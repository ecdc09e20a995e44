import type { Feed } from "../feed.ts";
import type { Ids } from "./id.ts";

export interface SlackFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** Bytes that `files.getUploadURLExternal` announced. */
  readonly length: number;
  readonly content: Uint8Array | undefined;
  /** True after `files.completeUploadExternal`. */
  readonly complete: boolean;
  /** Channels it is shared in. */
  readonly channels: readonly string[];
}

/** Files on their way in and files that have arrived. */
export class Files {
  readonly #files = new Map<string, SlackFile>();
  readonly #ids: Ids;
  readonly #feed: Feed;

  constructor(ids: Ids, feed: Feed) {
    this.#ids = ids;
    this.#feed = feed;
  }

  expect(name: string, length: number): SlackFile {
    return this.#set({
      id: this.#ids.next("F"),
      name,
      title: name,
      length,
      content: undefined,
      complete: false,
      channels: [],
    });
  }

  get(id: string): SlackFile | undefined {
    return this.#files.get(id);
  }

  all(): readonly SlackFile[] {
    return [...this.#files.values()];
  }

  receive(file: SlackFile, content: Uint8Array): SlackFile {
    return this.#set({ ...file, content });
  }

  complete(file: SlackFile, title: string, channels: readonly string[]): SlackFile {
    return this.#set({ ...file, title, complete: true, channels: [...file.channels, ...channels] });
  }

  #set(file: SlackFile): SlackFile {
    this.#files.set(file.id, file);
    this.#feed.tell({ kind: "file", file: file.id });
    return file;
  }
}
