export { startAdminApi, type AdminApi, type FakeBucket, type FakeOrganisation } from "./admin-api.ts";
