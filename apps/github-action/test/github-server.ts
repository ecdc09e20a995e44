import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { GitHubDescription, type Route } from "./github-description.ts";

export interface StoredComment {
  id: number;
  body: string;
  login: string;
  type: "Bot" | "User";
}

export interface Failure {
  /** "POST /repos/{owner}/{repo}/issues/{issue_number}/comments" */
  readonly operation: string;
  readonly status: number;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How often; absent: always. */
  times?: number;
}

export interface MergedPull {
  readonly number: number;
  readonly base: string;
  readonly commits: readonly string[];
  readonly at?: string;
}

/** A GitHub for one repository: requests and answers are held against GitHub's own description. */
export class GitHubServer {
  readonly comments: StoredComment[] = [];
  readonly failures: Failure[] = [];
  /** Every request as "METHOD template". */
  readonly requests: string[] = [];
  /** Breaches of the description; a test ends with none. */
  readonly breaches: string[] = [];
  /** Under which the API answers: "" on github.com, "/api/v3" on GitHub Enterprise Server. */
  prefix = "";
  /** Null: a workflow's token, which belongs to no user. */
  user: string | null = null;
  isPrivate = true;
  mergeBase: string | null = null;
  headSha: string | null = null;
  /** The pull requests that were merged, each with the commits that it brought. */
  readonly merged: MergedPull[] = [];
  readonly #server = createServer((request, response) =>
    this.#answer(request, response).catch((error: unknown) => {
      this.breaches.push(String(error));
      response.destroy();
    }),
  );
  #nextId = 1_001;

  static async start(): Promise<GitHubServer> {
    const server = new GitHubServer();
    await server.listen();
    return server;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  /** As it was at the start. */
  reset(): void {
    for (const list of [this.comments, this.failures, this.requests, this.breaches, this.merged]) list.length = 0;
    [this.prefix, this.isPrivate] = ["", true];
    [this.user, this.mergeBase, this.headSha] = [null, null, null];
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${this.prefix}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  addComment(comment: Omit<StoredComment, "id">): StoredComment {
    const added = { ...comment, id: this.#nextId };
    this.#nextId += 1;
    this.comments.push(added);
    return added;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.url);
    const path = url.pathname.startsWith(`${this.prefix}/`) ? url.pathname.slice(this.prefix.length) : "";
    const route = description().route(request.method ?? "", path);
    const send = (status: number, body?: unknown, headers: Readonly<Record<string, string>> = {}) => {
      response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
      response.end(body === undefined ? undefined : JSON.stringify(body));
      if (route && status < 400) this.breaches.push(...description().faultsOfAnswer(route, status, body));
    };
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(z.instanceof(Buffer).parse(chunk));
    const text = Buffer.concat(chunks).toString("utf8");
    // What a run posts can be read by others: the token that it sends along may not be in it.
    const token = /^(?:token|bearer) (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
    if (token !== undefined && `${url.href}\n${text}`.includes(token)) this.breaches.push("the token is in a request");
    if (!route) {
      this.breaches.push(`${request.method} ${url.pathname} is no operation of GitHub's`);
      return send(404, { message: "Not Found" });
    }
    const operation = `${route.method} ${route.template}`;
    this.requests.push(operation);
    const body: unknown = text === "" ? undefined : JSON.parse(text);
    this.breaches.push(...description().faultsOfRequest(route, url.searchParams, body));
    const failure = this.failures.find((one) => one.operation === operation && (one.times ?? 1) > 0);
    if (failure) {
      if (failure.times !== undefined) failure.times -= 1;
      return send(failure.status, { message: failure.message ?? "failed" }, failure.headers);
    }
    this.#serve(operation, route, url, body, send);
  }

  #serve(
    operation: string,
    { parameters }: Route,
    url: URL,
    body: unknown,
    send: (status: number, body?: unknown, headers?: Readonly<Record<string, string>>) => void,
  ): void {
    const comment = this.comments.find(({ id }) => String(id) === parameters["comment_id"]);
    switch (operation) {
      case "GET /user":
        if (this.user === null) return send(403, { message: "Resource not accessible by integration" });
        return send(200, {
          ...description().example("private-user-response-with-public-profile-information"),
          login: this.user,
        });
      case "GET /repos/{owner}/{repo}":
        return send(200, {
          ...withLanguage(description().example("full-repository-default-response")),
          private: this.isPrivate,
        });
      case "GET /repos/{owner}/{repo}/compare/{basehead}": {
        if (this.mergeBase === null) return send(404, { message: "Not Found" });
        const answer = description().example("commit-comparison");
        const base = z.record(z.string(), z.unknown()).parse(answer["merge_base_commit"]);
        return send(200, { ...answer, merge_base_commit: { ...base, sha: this.mergeBase } });
      }
      case "GET /repos/{owner}/{repo}/pulls/{pull_number}": {
        const answer = description().example("pull-request");
        const head = z.record(z.string(), z.unknown()).parse(answer["head"]);
        // GitHub's own example of a team lacks a property that its schema requires.
        return send(200, { ...answer, requested_teams: [], head: { ...head, sha: this.headSha } });
      }
      case "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls": {
        const answer = description().example("pull-request-simple-items");
        const base = z.record(z.string(), z.unknown()).parse(answer["base"]);
        const own = this.merged.filter(({ commits }) => commits.includes(parameters["commit_sha"] ?? ""));
        const pulls = own.map(({ number, base: ref, commits, at = "2026-11-24T13:00:00Z" }) => ({
          ...answer,
          // GitHub's own example of a team lacks a property that its schema requires.
          requested_teams: [],
          number,
          base: { ...base, ref },
          merged_at: at,
          merge_commit_sha: commits[0],
        }));
        return send(200, pulls);
      }
      case "GET /repos/{owner}/{repo}/issues/{issue_number}/comments": {
        const size = Number(url.searchParams.get("per_page") ?? 30);
        const page = Number(url.searchParams.get("page") ?? 1);
        const shown = this.comments.slice((page - 1) * size, page * size);
        const next = new URL(url);
        next.searchParams.set("page", String(page + 1));
        const link: Record<string, string> =
          page * size < this.comments.length ? { link: `<${next.href}>; rel="next"` } : {};
        return send(200, shown.map(commentJson), link);
      }
      case "POST /repos/{owner}/{repo}/issues/{issue_number}/comments":
        return send(
          201,
          commentJson(
            this.addComment({
              body: bodyOf(body),
              login: this.user ?? "github-actions[bot]",
              type: this.user === null ? "Bot" : "User",
            }),
          ),
        );
      case "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}":
        if (!comment) return send(404, { message: "Not Found" });
        comment.body = bodyOf(body);
        return send(200, commentJson(comment));
      case "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}":
        if (!comment) return send(404, { message: "Not Found" });
        this.comments.splice(this.comments.indexOf(comment), 1);
        return send(204);
      default:
        this.breaches.push(`${operation} is not expected of an action`);
        return send(404, { message: "Not Found" });
    }
  }
}

/** GitHub's own example of a repository lacks a property that its schema requires. */
function withLanguage({ source: _, parent: __, ...repository }: Record<string, unknown>): Record<string, unknown> {
  return { ...repository, language: "TypeScript" };
}

function bodyOf(body: unknown): string {
  return z.object({ body: z.string().max(65_536) }).parse(body).body;
}

function commentJson({ id, body, login, type }: StoredComment): unknown {
  const example = description().example("issue-comment");
  const user = z.record(z.string(), z.unknown()).parse(example["user"]);
  return { ...example, id, body, user: { ...user, login, type } };
}

let known: GitHubDescription | undefined;

/** Read once for all tests of a file: it has twelve megabytes. */
function description(): GitHubDescription {
  known ??= new GitHubDescription();
  return known;
}
