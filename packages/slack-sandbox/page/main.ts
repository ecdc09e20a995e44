import type { Change } from "../src/feed.ts";
import { ChannelTab } from "./channel-tab.ts";
import { Client } from "./client.ts";
import { byId } from "./dom.ts";
import { HomeTab } from "./home-tab.ts";
import { Modal } from "./modal.ts";
import type { WorkspaceSnapshot } from "./model.ts";
import { notice } from "./popup.ts";
import { PullRequestTab } from "./pull-request-tab.ts";
import { Sidebar } from "./sidebar.ts";
import { type Tab, TabBar } from "./tab.ts";
import { startTheme } from "./theme.ts";

const client = new Client(sessionStorage.getItem("person") ?? "");
const messages = new ChannelTab(client);
const samples = await client.pullRequestSamples();
const tabs: readonly Tab[] = [
  messages,
  new HomeTab(client),
  ...(samples === null ? [] : [new PullRequestTab(client, samples)]),
];
const bar = new TabBar(tabs, byId("panels"));
const modal = new Modal(client);
let workspace: WorkspaceSnapshot | undefined;
let channel = sessionStorage.getItem("channel") ?? undefined;

const sidebar = new Sidebar(
  (chosen) => {
    channel = chosen;
    sessionStorage.setItem("channel", chosen);
    bar.choose("messages");
    showChannel();
    messages.focus();
  },
  (user) => {
    sessionStorage.setItem("person", user);
    location.reload();
  },
);

function showChannel(): void {
  const chosen = workspace?.channels.find((each) => each.id === channel) ?? workspace?.channels[0];
  if (!workspace || !chosen) return;
  channel = chosen.id;
  const label = chosen.isDirect ? chosen.name : `#${chosen.name}`;
  byId("channel-name").textContent = label;
  byId("channel-topic").textContent = chosen.topic;
  sidebar.show(workspace, client.user, channel);
  messages.choose(channel, label);
}

async function refresh(change: Change | null): Promise<void> {
  if (!workspace || change === null || change.kind === "channel" || change.kind === "socket")
    workspace = await client.workspace();
  if (client.user === "" || !workspace.users.some((user) => user.id === client.user)) {
    client.user = workspace.users.find((user) => !user.isBot)?.id ?? "";
    workspace = await client.workspace();
  }
  if (change?.kind === "message" && change.what === "posted") sidebar.markUnread(change.channel);
  if (change?.kind === "violation") notice(`The app broke a rule of Slack's: ${change.message}`);
  const current = workspace;
  for (const tab of tabs) tab.update(current, change);
  if (change === null || change.kind === "channel" || change.kind === "message" || change.kind === "socket")
    showChannel();
  if (change === null || (change.kind === "view" && change.user === client.user))
    modal.show(await client.modal(), current);
}

// One change at a time, so that the page never shows an older state after a newer one.
let turn = Promise.resolve();
client.listen((change) => {
  turn = turn
    .then(() => refresh(change))
    .catch((error: unknown) => notice(error instanceof Error ? error.message : String(error)));
});
byId("tabs").append(bar.element);
startTheme();
