import type { Json, JsonObject } from "../json.ts";
import { type Choice, chosenValue, elementsOf, initialValue, isStateful, type PlacedElement } from "./element.ts";

/** What people have entered into inputs and picked in menus, by the message or view that shows them. */
export class InputValues {
  readonly #values = new Map<string, Map<string, JsonObject>>();

  /** @param container a view's id, or channel and ts of a message, with the user */
  set(container: string, placed: PlacedElement, choice: Choice): void {
    if (!isStateful(placed.type)) return;
    const values = this.#values.get(container) ?? new Map<string, JsonObject>();
    values.set(`${placed.blockId} ${placed.actionId}`, chosenValue(placed, choice));
    this.#values.set(container, values);
  }

  /** `state.values`: each stateful element by block id and action id. An entered value outlives an update that keeps both ids. */
  of(container: string, blocks: readonly JsonObject[]): JsonObject {
    const entered = this.#values.get(container);
    const state: Record<string, Record<string, Json>> = {};
    for (const placed of elementsOf(blocks)) {
      if (!isStateful(placed.type)) continue;
      const inBlock = (state[placed.blockId] ??= {});
      inBlock[placed.actionId] = entered?.get(`${placed.blockId} ${placed.actionId}`) ?? initialValue(placed);
    }
    return state;
  }
}
