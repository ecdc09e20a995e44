import { CLOCK } from "./contract-records.ts";
import { storeContract } from "./contract.ts";
import { openSqliteLedger } from "./sqlite.ts";

storeContract("SQLite", (settings) =>
  openSqliteLedger(":memory:", { clock: () => CLOCK, ...(settings ? { settings } : {}) }),
);
