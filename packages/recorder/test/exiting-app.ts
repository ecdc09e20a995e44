/** An application that makes a call and ends, in the way its argument says. */
import OpenAI from "openai";
import { openRecorder } from "../src/index.ts";

const [way, api, to, spool] = process.argv.slice(2);
const recorder = openRecorder({ to: to ?? "", ...(spool === undefined ? {} : { spool }) });
const client = recorder.wrap(new OpenAI({ apiKey: "k", baseURL: api ?? "" }));
await client.chat.completions.create({ model: "gpt-4o-mini", messages: [{ role: "user", content: "Hi" }] });
if (way === "exit") process.exit(0);
