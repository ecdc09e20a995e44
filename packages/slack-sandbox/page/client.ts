import type { Change } from "../src/feed.ts";
import type {
  Act,
  ActResult,
  MessageSnapshot,
  PullRequestEstimate,
  PullRequestSample,
  ViewSnapshot,
  WorkspaceSnapshot,
} from "./model.ts";

/** The sandbox's server, as one person. */
export class Client {
  user: string;

  constructor(user: string) {
    this.user = user;
  }

  workspace(): Promise<WorkspaceSnapshot> {
    return this.#get("workspace");
  }

  messages(channel: string): Promise<readonly MessageSnapshot[]> {
    return this.#get("messages", { channel });
  }

  modal(): Promise<ViewSnapshot | null> {
    return this.#get("modal");
  }

  home(): Promise<ViewSnapshot | null> {
    return this.#get("home");
  }

  /** Changes that can be picked; null where the sandbox knows nothing of pull requests. */
  pullRequestSamples(): Promise<readonly PullRequestSample[] | null> {
    return this.#get("pull-requests");
  }

  async pullRequest(diff: string): Promise<PullRequestEstimate | { readonly problem: string }> {
    const response = await fetch("/page/pull-request", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ diff }),
    });
    return response.ok ? response.json() : { problem: await response.text() };
  }

  async act(act: Act): Promise<ActResult> {
    const response = await fetch("/page/act", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ user: this.user, ...act }),
    });
    return response.ok ? response.json() : { problem: await response.text() };
  }

  /** Tells every change of the workspace as it happens, and `null` when the connection is (back) up. */
  listen(listener: (change: Change | null) => void): void {
    const source = new EventSource("/page/events");
    source.addEventListener("open", () => listener(null));
    source.addEventListener("message", (event: MessageEvent<string>) => listener(JSON.parse(event.data)));
  }

  async #get<T>(what: string, query: Record<string, string> = {}): Promise<T> {
    const response = await fetch(`/page/${what}?${new URLSearchParams({ user: this.user, ...query }).toString()}`);
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  }
}
