export { startPostgres, type PostgresServer } from "./server.ts";
export { testSchema, testServer, type TestSchema, type TestServer } from "./test-schema.ts";
export { SchemaPool } from "./schema-pool.ts";
