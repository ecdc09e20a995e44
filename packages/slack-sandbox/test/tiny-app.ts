import { createServer } from "node:net";
import { App, LogLevel } from "@slack/bolt";
import { type Sandbox, type SandboxOptions, startSandbox } from "../src/index.ts";

/** A small Bolt app and the sandbox it talks to. */
export interface TinyApp extends AsyncDisposable {
  readonly app: App;
  readonly sandbox: Sandbox;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

/** Starts a real Bolt app over HTTP or Socket Mode against a fresh sandbox; `register` adds its listeners. */
export async function startTinyApp(
  mode: "http" | "socket",
  register: (app: App) => void,
  options: SandboxOptions = {},
): Promise<TinyApp> {
  const sandbox = await startSandbox(options);
  const app = new App({
    token: sandbox.botToken,
    signingSecret: sandbox.signingSecret,
    clientOptions: { slackApiUrl: sandbox.apiUrl },
    logLevel: LogLevel.ERROR,
    ...(mode === "socket" ? { socketMode: true, appToken: sandbox.appToken } : {}),
  });
  register(app);
  if (mode === "http") {
    const port = await freePort();
    await app.start(port);
    sandbox.connect(`http://127.0.0.1:${port}/slack/events`);
  } else {
    await app.start();
    await sandbox.untilConnected();
  }
  return {
    app,
    sandbox,
    [Symbol.asyncDispose]: async () => {
      await app.stop();
      await sandbox[Symbol.asyncDispose]();
    },
  };
}
