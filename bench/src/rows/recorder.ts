import { openRecorder } from "@runrate/recorder";
import OpenAI from "openai";
import { rowOf, type Bench } from "../bench-row.ts";
import { median } from "../side-by-side.ts";

const CALLS_A_TURN = 1_500;
const TURNS = 15;

/** Microseconds of the process's CPU that a call may cost more with the recorder. */
const BOUND_US = 20;

const ANSWER = {
  object: "chat.completion",
  created: 1_795_608_000,
  model: "gpt-4o-mini-2024-07-18",
  choices: [
    {
      index: 0,
      message: { role: "assistant", content: "An answer of usual length. ".repeat(40) },
      finish_reason: "stop",
    },
  ],
  usage: {
    prompt_tokens: 2_000,
    completion_tokens: 500,
    total_tokens: 2_500,
    prompt_tokens_details: { cached_tokens: 1_024, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
  },
  service_tier: "default",
};

/** CPU of a turn of calls, in microseconds a call; the network is left out, so that nothing covers the difference. */
async function costOf(client: OpenAI, afterwards: () => Promise<void>): Promise<number> {
  const start = process.cpuUsage();
  for (let call = 0; call < CALLS_A_TURN; call += 1) {
    await client.chat.completions.create({ model: "gpt-4o-mini", messages: [{ role: "user", content: "Hi" }] });
  }
  await afterwards();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / CALLS_A_TURN;
}

const recorder: Bench = {
  name: "recorder",
  async run() {
    let answers = 0;
    const plain = new OpenAI({
      apiKey: "k",
      fetch: async () =>
        new Response(JSON.stringify({ id: `chatcmpl-${(answers += 1)}`, ...ANSWER }), {
          headers: { "content-type": "application/json" },
        }),
    });
    const recording = openRecorder({
      to: "http://runrate.invalid",
      tags: { workload: "bench" },
      fetch: async (_url, init) => {
        const lines = String(init?.body).split("\n").length;
        return new Response(JSON.stringify({ stored: lines, duplicates: 0, rejected: [] }));
      },
    });
    const wrapped = recording.wrap(plain);
    const differences: number[] = [];
    for (let turn = 0; turn <= TURNS; turn += 1) {
      const nothing = async () => {};
      // In turns, and in either order, so that a slow moment of the machine meets both.
      const flush = () => recording.flush();
      const [first, second] =
        turn % 2 === 0
          ? [await costOf(plain, nothing), await costOf(wrapped, flush)]
          : [await costOf(wrapped, flush), await costOf(plain, nothing)];
      if (turn > 0) differences.push(turn % 2 === 0 ? second - first : first - second);
    }
    await recording.close();
    return [
      rowOf({
        name: "recorder, CPU that a recorded call costs more, sending included",
        unit: "µs",
        ours: Math.max(0, median(differences)),
        peerName: "bound",
        peer: BOUND_US,
        goal: { atMost: 1 },
      }),
    ];
  },
};

export default recorder;
