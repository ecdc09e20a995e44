import type { ModelSetting } from "./model-settings.ts";

/** The same setting in two trees. */
export type SettingPair = readonly [ModelSetting, ModelSetting];

/**
 * Pairs the settings of a file in two trees: by the names that lead to them, and what is left by ever less of these names,
 * as long as only one of each side fits. A value that merely moved finds itself first, so that it is no change.
 */
export function pairSettings(before: readonly ModelSetting[], after: readonly ModelSetting[]): SettingPair[] {
  const pairs: SettingPair[] = [];
  let old = [...before];
  let fresh = [...after];
  const take = (found: readonly SettingPair[]): void => {
    pairs.push(...found);
    const taken = new Set(found.flat());
    old = old.filter((setting) => !taken.has(setting));
    fresh = fresh.filter((setting) => !taken.has(setting));
  };
  take(inOrder(old, fresh, ({ kind, slot }) => `${kind}:${slot}`));
  take(inOrder(old, fresh, ({ kind, name, values }) => `${kind}:${name}:${values.join("|")}`, true));
  take(only(old, fresh, ({ kind, names }) => `${kind}:${names}`));
  take(only(old, fresh, ({ kind, slot }) => `${kind}:${slot.split(".").slice(-3).join(".")}`));
  take(only(old, fresh, ({ kind, name, within }) => (within === "" ? null : `${kind}:${name}:${within}`)));
  return pairs;
}

type KeyOf = (setting: ModelSetting) => string | null;

/** The same key several times: only position tells them apart, and only while their number stays. */
function inOrder(
  old: readonly ModelSetting[],
  fresh: readonly ModelSetting[],
  keyOf: KeyOf,
  isAnyNumber = false,
): SettingPair[] {
  const byKey = Map.groupBy(old, keyOf);
  return [...Map.groupBy(fresh, keyOf)].flatMap(([key, settings]) => {
    const were = byKey.get(key) ?? [];
    if (were.length !== settings.length && !isAnyNumber) return [];
    return settings.flatMap((setting, index): SettingPair[] => {
      const was = were[index];
      return was === undefined ? [] : [[was, setting]];
    });
  });
}

function only(old: readonly ModelSetting[], fresh: readonly ModelSetting[], keyOf: KeyOf): SettingPair[] {
  const byKey = Map.groupBy(old, keyOf);
  return [...Map.groupBy(fresh, keyOf)].flatMap(([key, settings]): SettingPair[] => {
    const [was, ...moreOld] = byKey.get(key) ?? [];
    const [is, ...moreFresh] = settings;
    if (key === null || was === undefined || is === undefined || moreOld.length > 0 || moreFresh.length > 0) return [];
    return [[was, is]];
  });
}
