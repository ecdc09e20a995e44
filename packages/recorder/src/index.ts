export { openRecorder, Recorder, type RecorderOptions } from "./recorder.ts";
export { type RecorderStats } from "./stats.ts";
export { tagged, type CallTags } from "./tags.ts";
