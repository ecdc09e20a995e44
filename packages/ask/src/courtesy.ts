/** Words that end an exchange, or take note of an answer. */
const CLOSING = setOf(
  "thanks thank thankyou thx thnx tnx ty tysm tyvm cheers ta merci danke gracias obrigado grazie arigato appreciated",
  "appreciate great ok okay okey okie k kk alright cool nice perfect awesome excellent fantastic amazing wonderful",
  "brilliant lovely superb sweet wow neat good fine super understood noted got helpful clear yay bravo np nvm",
  "welcome bye goodbye lol haha sorry",
);
const GREETING = setOf("hi hello hey hallo hola yo howdy");
/** Words that stand around those, and ask nothing. */
const AROUND = setOf(
  "so very much many lots a an the it its it's that thats that's this these i i'm im we you your you're of to again really",
  "quite too and just oh ah well then there all everyone team folks guys man mate friend runrate bot job work is was are",
  "be indeed",
);

/** Turns of phrase whose words alone could ask something. */
const PHRASES =
  /\b(?:for (?:the |your |all (?:the |your )?)?(?:help|info|information|answer|update|details|numbers|data)|a (?:lot|bunch|ton|million)|i see|makes sense|will do|never ?mind|good to know|no (?:worries|problem)|have a (?:nice|good|great) (?:day|one|evening|weekend)|good (?:night|day))\b/g;

/** Slack writes an emoji that somebody picks as `:+1:`, with its tone as `:+1::skin-tone-2:`. */
const EMOJI =
  /:[a-z0-9_+'-]{1,60}:|\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\u200d|\ufe0f/gu;
const SMILEY = /(?<!\S)[:;=]-?[)dp](?!\S)/g;

/** No thanks that a person types is longer. */
const LONGEST = 120;

/** What a text is that asks nothing. */
export type Courtesy = "closing" | "greeting";

/**
 * Whether a text only says thanks, or that it was read ("thanks!", "ok great", an emoji alone), or greets: it asks nothing, and is
 * not to be read as the question before once more. A text with a question mark, or with a word that could ask something, is none.
 */
export function courtesyOf(text: string): Courtesy | undefined {
  if (text.length > LONGEST || /[?？]/u.test(text)) return undefined;
  const typed = text.normalize("NFKC").replaceAll("’", "'").toLowerCase().trim();
  const plain = typed.replaceAll(EMOJI, " ").replaceAll(SMILEY, " ");
  const rest = plain.replaceAll(/\bgood (?:morning|afternoon|evening)\b/g, " hello ").replaceAll(PHRASES, " ok ");
  const words = rest.match(/[^\s!.,;:()*_~"-]+/gu) ?? [];
  if (words.length === 0) return plain.trim() === "" && typed !== "" ? "closing" : undefined;
  if (!words.every((word) => CLOSING.has(word) || GREETING.has(word) || AROUND.has(word))) return undefined;
  if (words.some((word) => CLOSING.has(word))) return "closing";
  return words.some((word) => GREETING.has(word)) ? "greeting" : undefined;
}

function setOf(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(" ")));
}
