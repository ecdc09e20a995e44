import { afterAll, describe } from "vitest";
import { HAS_POSTGRES, PostgresLedgers } from "../../test/postgres-ledgers.ts";
import { CLOCK } from "./contract-records.ts";
import { storeContract } from "./contract.ts";

const ledgers = new PostgresLedgers(() => CLOCK);
afterAll(() => ledgers.drop());

describe.skipIf(!HAS_POSTGRES)("where there is a server", () => {
  storeContract("PostgreSQL", (settings) => ledgers.open(settings));
});
