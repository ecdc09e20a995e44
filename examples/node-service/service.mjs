// A small service that answers questions. Every call it makes is recorded with who asked; a daily budget holds it back; easy
// questions go to a cheap model. Environment: OPENAI_API_KEY, RUNRATE_URL (of `runrate serve`), RUNRATE_INGEST_TOKEN, PORT.
import { createServer } from "node:http";
import { BudgetExceededError, capClient, openBudget, openRecorder, routeClient, tagged } from "@runrate/recorder";
import OpenAI from "openai";

const recorder = openRecorder({
  to: process.env.RUNRATE_URL ?? "http://localhost:3000",
  token: process.env.RUNRATE_INGEST_TOKEN,
  tags: { workload: "answers", commit: process.env.GIT_COMMIT },
  // What could not be sent when the process was ended at once; the next start sends it.
  spool: process.env.RUNRATE_SPOOL ?? "unsent-usage.jsonl",
});
const budget = await openBudget({
  ledger: process.env.BUDGET_LEDGER ?? "sqlite:budget.db",
  name: "answers",
  limit: { usd: process.env.DAILY_USD ?? "5" },
  period: "day",
});

// Innermost first: the recorder and the budget see the call as it is really made.
const recorded = recorder.wrap(new OpenAI(), {}, budget);
const client = routeClient(capClient(recorded, { maxCompletionTokens: 400 }), {
  cheap: "gpt-4o-mini",
  strong: "gpt-4o",
});

async function answer({ question, user, conversation }) {
  return await tagged({ user, conversation }, async () => {
    const completion = await client.chat.completions.create({
      model: "routed",
      messages: [
        { role: "system", content: "Answer in three sentences." },
        { role: "user", content: question },
      ],
    });
    return completion.choices[0]?.message.content ?? "";
  });
}

const server = createServer(async (request, response) => {
  const reply = (status, body) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  };
  if (request.url === "/usage") return reply(200, { recorder: recorder.stats, budget: await budget.status() });
  let text = "";
  for await (const chunk of request) text += chunk;
  try {
    reply(200, { answer: await answer(JSON.parse(text)) });
  } catch (error) {
    if (!(error instanceof BudgetExceededError)) return reply(500, { error: "no answer" });
    response.setHeader("retry-after", Math.ceil((error.resetAt.getTime() - Date.now()) / 1_000));
    reply(429, { error: "today's budget is spent", remaining_usd: error.remaining, resets_at: error.resetAt });
  }
});

server.listen(Number(process.env.PORT ?? 8080), () => console.log(`listening at ${server.address().port}`));

process.on("SIGTERM", async () => {
  server.close();
  // What waits is sent before the process ends.
  await recorder.close();
  await budget.close();
  process.exit(0);
});
