import { cacheWritesOf } from "./check-usage.ts";
import type { Component } from "./component.ts";
import type { UsageCounts } from "./usage.ts";

/** A visitor of the counts that are billed apart: each token is handed over once. */
export type TakeUnits = (component: Component, units: number) => void;

/**
 * Hands over a record's counts such that no token is in two of them: uncached input = input − cached − cache writes,
 * less what is audio, image or video; plain output = output less reasoning, audio, image, video and citations.
 * Writes without a retention of their own come as `cache_write` (the provider's default retention).
 *
 * Where a source does not say how much of the audio was cached and the parts overlap, as much of the audio, then image,
 * then video as must have been cached is taken to be, and no more. The usage must have passed `checkUsage`.
 */
export function takeDisjoint(usage: UsageCounts, take: TakeUnits): void {
  const { inputTokens, outputTokens } = usage;
  const cached = usage.cachedInputTokens ?? 0;
  const writes = cacheWritesOf(usage);
  const audio = usage.inputAudioTokens ?? 0;
  const image = usage.inputImageTokens ?? 0;
  const video = usage.inputVideoTokens ?? 0;
  let cachedAudio = usage.cachedAudioTokens ?? 0;
  let cachedImage = usage.cachedImageTokens ?? 0;
  let cachedVideo = usage.cachedVideoTokens ?? 0;
  let overlap = cached + writes + audio + image + video - cachedAudio - cachedImage - cachedVideo - inputTokens;
  if (overlap > 0) {
    const free = () => cached - cachedAudio - cachedImage - cachedVideo;
    const moreAudio = Math.min(overlap, audio - cachedAudio, free());
    cachedAudio += moreAudio;
    overlap -= moreAudio;
    const moreImage = Math.min(overlap, image - cachedImage, free());
    cachedImage += moreImage;
    overlap -= moreImage;
    cachedVideo += Math.min(overlap, video - cachedVideo, free());
  }
  const media = audio - cachedAudio + image - cachedImage + video - cachedVideo;
  // What still overlaps was media written to the cache: it is billed as a write, once.
  take("input", Math.max(0, inputTokens - cached - writes - media));
  const writtenMedia = Math.max(0, cached + writes + media - inputTokens);
  take("cached_input", cached - cachedAudio - cachedImage - cachedVideo);
  takeWrites(usage, writes, take);
  takeMedia("input_audio", "cached_audio", audio - cachedAudio, cachedAudio, writtenMedia, take);
  takeMedia(
    "input_image",
    "cached_image",
    image - cachedImage,
    cachedImage,
    writtenMedia - (audio - cachedAudio),
    take,
  );
  const imageAndAudio = audio - cachedAudio + image - cachedImage;
  takeMedia("input_video", "cached_video", video - cachedVideo, cachedVideo, writtenMedia - imageAndAudio, take);
  takeOutput(usage, outputTokens, take);
}

function takeWrites(usage: UsageCounts, writes: number, take: TakeUnits): void {
  if (writes === 0) return;
  const in5m = usage.cacheWrite5mTokens ?? 0;
  const in30m = usage.cacheWrite30mTokens ?? 0;
  const in1h = usage.cacheWrite1hTokens ?? 0;
  const in12h = usage.cacheWrite12hTokens ?? 0;
  take("cache_write", writes - in5m - in30m - in1h - in12h);
  take("cache_write_5m", in5m);
  take("cache_write_30m", in30m);
  take("cache_write_1h", in1h);
  take("cache_write_12h", in12h);
}

function takeMedia(
  fresh: Component,
  fromCache: Component,
  freshUnits: number,
  cachedUnits: number,
  written: number,
  take: TakeUnits,
): void {
  take(fresh, freshUnits - Math.min(freshUnits, Math.max(0, written)));
  take(fromCache, cachedUnits);
}

function takeOutput(usage: UsageCounts, outputTokens: number, take: TakeUnits): void {
  const reasoning = usage.reasoningTokens ?? 0;
  const audio = usage.outputAudioTokens ?? 0;
  const image = usage.outputImageTokens ?? 0;
  const video = usage.outputVideoTokens ?? 0;
  const citation = usage.citationTokens ?? 0;
  take("output", outputTokens - reasoning - audio - image - video - citation);
  take("output_reasoning", reasoning);
  take("output_audio", audio);
  take("output_image", image);
  take("output_video", video);
  take("output_citation", citation);
}

/** The fees of a record: what is counted but is not a token. Storage is apart, since GB-days need not be whole. */
export function takeFees(usage: UsageCounts, requests: number, take: TakeUnits): void {
  take("request", requests);
  take("web_search", usage.webSearches ?? 0);
  take("file_search", usage.fileSearches ?? 0);
  take("code_session", usage.codeSessions ?? 0);
  take("container_minute_1gb", usage.containerMinutes1gb ?? 0);
  take("container_minute_4gb", usage.containerMinutes4gb ?? 0);
  take("container_minute_64gb", usage.containerMinutes64gb ?? 0);
  take("audio_second", usage.audioSeconds ?? 0);
  take("document_page", usage.documentPages ?? 0);
}
