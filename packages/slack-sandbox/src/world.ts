import { SandboxClock } from "./clock.ts";
import { ResponseUrls } from "./deliver/response-url.ts";
import { Triggers } from "./deliver/trigger.ts";
import { Faults } from "./fault.ts";
import { Feed } from "./feed.ts";
import type { JsonObject } from "./json.ts";
import { RateLimits } from "./rate-limit.ts";
import { readSettings, type SandboxOptions, type Settings } from "./settings.ts";
import { InputValues } from "./state/input-value.ts";
import { seedWorkspace } from "./state/seed.ts";
import { Workspace } from "./state/workspace.ts";
import { Violations } from "./violation.ts";

/** One call of the Web API, as it came and as it was answered. */
export interface ApiCall {
  readonly method: string;
  /** Without the token. */
  readonly arguments: JsonObject;
  /** On the sandbox's clock. */
  readonly at: number;
  readonly status: number;
  /** Undefined where the connection was dropped or no JSON was sent. */
  readonly response: JsonObject | undefined;
}

/** Everything the parts of the sandbox share. */
export class World {
  readonly settings: Settings;
  readonly clock: SandboxClock;
  readonly feed = new Feed();
  readonly violations = new Violations(this.feed);
  readonly faults = new Faults();
  readonly rateLimits: RateLimits;
  readonly workspace: Workspace;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly inputs: InputValues;
  readonly calls: ApiCall[] = [];
  /** `http://127.0.0.1:<port>`, known once the server listens. */
  baseUrl = "";

  constructor(options: SandboxOptions) {
    this.settings = readSettings(options);
    this.clock = new SandboxClock();
    if (options.startAt !== undefined) this.clock.advance(options.startAt - this.clock.now());
    this.rateLimits = new RateLimits(this.clock);
    this.workspace = new Workspace(seedWorkspace(options.workspace ?? {}), this.clock, this.feed);
    this.triggers = new Triggers(this.clock, this.workspace.ids);
    this.responseUrls = new ResponseUrls(this.clock, this.workspace.ids);
    this.inputs = new InputValues();
  }
}
