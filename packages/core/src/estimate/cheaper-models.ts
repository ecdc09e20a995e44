import type { Catalogue, CatalogueModel, CatalogueProvider } from "../catalogue.ts";
import type { PicoUsd } from "../money.ts";
import { resolveModel, type ModelAliases } from "../resolve-model.ts";
import { estimateCall, type PriceCall } from "./call-cost.ts";
import type { KnownSizes, ModelCall } from "./call.ts";

/** A model that costs less for the same call. Whether its answers are good enough is for people to judge. */
export interface CheaperModel {
  readonly model: string;
  readonly provider: string;
  /** Same provider and class; a smaller class of the same provider; another provider's of the same class. */
  readonly kind: "same-class" | "smaller" | "other-provider";
  /** Cost of one call at its likely size. */
  readonly usdPerCall: PicoUsd;
}

export interface CheaperQuestion {
  readonly catalogue: Catalogue;
  readonly aliases?: ModelAliases;
  readonly price: PriceCall;
  /** Milliseconds; models that are shut down, or will be within `SOON_MS`, are not proposed. */
  readonly now: number;
  readonly known?: KnownSizes;
}

/** At most so many are worth a reader's time. */
const MOST = 3;
const SOON_MS = 90 * 86_400_000;
/** Names of variants that do something else than chat, or are sold for something else. */
const OTHER_PURPOSE =
  /audio|realtime|image|embed|tts|transcribe|whisper|dall-e|moderation|instruct|search|codex|computer|deep-research|live|vision|preview|guard|veo|imagen|sora|latest|native|robotics|^ft:|chat-latest|oss|learnlm|gemma|babbage|davinci|pixtral|codestral|devstral|voxtral|magistral|ocr|coder|math|\d+b(?:-|$)/i;
const DATED = /-(?:\d{8}|\d{4}-\d{2}-\d{2}|\d{4}|\d{3})$/;

/**
 * Models that could serve a call for less, the likest first: same provider and class, then a smaller class of the provider,
 * then other makers' of the class; within each the newest family first, as an old cheap model is seldom the better buy.
 *
 * @returns none for a call whose model or cost is not known, or that is billed for its input alone (embeddings differ in kind)
 */
export function cheaperModels(call: ModelCall, question: CheaperQuestion): readonly CheaperModel[] {
  const { catalogue, aliases, price, known } = question;
  if (call.model.kind !== "known" || !call.hasOutput) return [];
  const own = resolveModel(catalogue, { model: call.model.value }, aliases);
  const now = estimateCall(call, price, known);
  if (own.kind !== "found" || now.kind !== "priced") return [];
  const maker = catalogue.providers.find((one) => one.makes && one.models.includes(own.model)) ?? own.provider;
  const size = classOf(own.model.id);
  if (size === null) return [];
  const rest = own.model.context_window ?? 0;
  const options = catalogue.providers.flatMap((provider) => {
    if (provider !== maker && !MAKERS.has(provider.id)) return [];
    const oldest = newestOf(provider, size) - 1;
    return provider.models.flatMap((model): (CheaperModel & { readonly order: number })[] => {
      const kind = kindOf(provider, maker, classOf(model.id), size);
      if (kind === null || model === own.model || !isCurrent(model, question.now)) return [];
      if (generationOf(model.id) < oldest) return [];
      if ((model.context_window ?? rest) < Math.min(rest, 128_000)) return [];
      const name = provider === maker ? model.id : `${provider.id}/${model.id}`;
      const cost = estimateCall({ ...call, model: { kind: "known", value: name } }, price, known);
      if (cost.kind !== "priced" || cost.usd.likely >= now.usd.likely || cost.usd.high >= now.usd.high) return [];
      return [
        { model: model.id, provider: provider.id, kind, usdPerCall: cost.usd.likely, order: generationOf(model.id) },
      ];
    });
  });
  const ranked = options.toSorted(
    (a, b) => RANK[a.kind] - RANK[b.kind] || b.order - a.order || (a.usdPerCall < b.usdPerCall ? -1 : 1),
  );
  // One of each kind before a second of any: the reader sees the choice, not a price list.
  const firsts = ranked.filter(({ kind }, index) => ranked.findIndex((other) => other.kind === kind) === index);
  const chosen = [...firsts, ...ranked.filter((one) => !firsts.includes(one))].slice(0, MOST);
  return chosen.toSorted((a, b) => RANK[a.kind] - RANK[b.kind]).map(({ order: _, ...model }) => model);
}

/** Makers that sell their own models: a second seller of the same model is no alternative. */
const MAKERS: ReadonlySet<string> = new Set(["openai", "anthropic", "google", "mistral", "deepseek", "x-ai"]);

/** The newest generation of a class: what is more than one behind it is on its way out. */
function newestOf({ models }: CatalogueProvider, size: number): number {
  return Math.max(0, ...models.filter(({ id }) => classOf(id) === size).map(({ id }) => generationOf(id)));
}

const RANK = { "same-class": 0, smaller: 1, "other-provider": 2 } as const;

function kindOf(
  provider: CatalogueProvider,
  maker: CatalogueProvider,
  size: number | null,
  wanted: number,
): CheaperModel["kind"] | null {
  if (size === null) return null;
  if (provider !== maker) return size === wanted ? "other-provider" : null;
  return size === wanted ? "same-class" : size === wanted - 1 ? "smaller" : null;
}

const CLASSES: readonly (readonly [RegExp, number])[] = [
  [/(?:^|[-.])(?:nano|lite|micro|8b|3b|1b)(?:[-.]|$)/, 0],
  [/(?:^|[-.])(?:mini|luna|haiku|flash|small|fast)(?:[-.]|$)/, 1],
  [/(?:^|[-.])(?:pro|astra|opus|ultra|large|heavy)(?:[-.]|$)/, 3],
];

/** The makers' own classes, by the word in the name: nano 0, mini 1, plain 2, pro 3; null: not a general chat model. */
function classOf(id: string): number | null {
  // A path in the name: somebody else's model, hosted.
  if (/[/@:]/.test(id) || OTHER_PURPOSE.test(id) || DATED.test(id)) return null;
  if (/flash-lite/.test(id)) return 0;
  // Google's "pro" is its plain class.
  if (/^gemini-.*pro/.test(id)) return 2;
  return CLASSES.find(([words]) => words.test(id))?.[1] ?? 2;
}

function isCurrent(model: CatalogueModel, now: number): boolean {
  if (model.shutdown !== undefined) return Date.parse(model.shutdown) > now + SOON_MS;
  return model.deprecated !== true;
}

/** "gpt-5.4-mini" is 5.4; a name without a version comes last. */
function generationOf(id: string): number {
  const version = /(\d+)(?:[.-](\d{1,2})(?!\d))?/.exec(id);
  return version === null ? 0 : Number(version[1]) + Number(version[2] ?? 0) / 100;
}
