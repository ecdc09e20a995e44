/** Files whose calls spend nothing in production: tests, documents, stubs, recorded answers. */
const IGNORED: readonly RegExp[] = [
  /(?:^|\/)(?:tests?|__tests__|__mocks__|testing|spec|specs|e2e|fixtures?|cassettes|snapshots|__snapshots__|mocks?|docs?|documentation|stories|cypress|playwright)\//i,
  /(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest|_integration)\.py$/,
  /\.(?:test|spec|stories|story|mock|e2e|bench|d)\.[cm]?[jt]sx?$/,
  /\.(?:min|bundle|generated)\.[cm]?js$/,
  /(?:^|\/)(?:CHANGELOG|README|LICENSE)[^/]*$/i,
];

export function isIgnoredPath(path: string): boolean {
  return IGNORED.some((pattern) => pattern.test(path));
}
