export { tokenAccess, type Access } from "./http/access.ts";
export { type Endpoint } from "./http/guarded.ts";
export { Intake, type IntakeLimits } from "./http/intake.ts";
export { usageEndpoint, type IngestSettings } from "./http/usage-endpoint.ts";
