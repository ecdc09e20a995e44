import type { Bot, BotPart } from "../bot.ts";
import { Deliveries } from "./deliveries.ts";

/** Questions are kept as long as somebody may press their buttons or go on in their thread. */
const QUESTIONS_MS = 90 * 86_400_000;

/** Once an hour, what is not needed any more is forgotten. */
export function housekeeping(bot: Bot): BotPart {
  return {
    jobs: [
      {
        name: "housekeeping",
        schedule: "0 17 * * * *",
        run: async () => {
          await new Deliveries(bot.ledger).forget();
          await bot.ledger.db
            .deleteFrom("slack_questions")
            .where("at", "<", BigInt(Date.now() - QUESTIONS_MS))
            .execute();
        },
      },
    ],
  };
}
