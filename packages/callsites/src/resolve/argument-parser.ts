import type { Resolver } from "./resolver.ts";
import { type ExternalValue, type Frame, moduleFrame, type Value, weaken } from "./value.ts";

/** `args.model` where a parser of the same file declares `--model` with a default; null where it is no such thing. */
export function argumentParserDefault(
  resolver: Resolver,
  object: ExternalValue,
  property: string,
): readonly Value[] | null {
  if (object.package !== "argparse" || object.call === null || !/parse_(?:known_)?args\(\)$/.test(object.trail))
    return null;
  const { path, module } = object.call.frame;
  const values = module.calls.flatMap(({ call, scope }): readonly Value[] => {
    if (call.callee.kind !== "member" || call.callee.property !== "add_argument") return [];
    const isNamed = call.args.some(
      ({ name, value }) =>
        (name === null || name === "dest") &&
        value.kind === "literal" &&
        String(value.value).replace(/^--?/, "").replaceAll("-", "_") === property,
    );
    const fallback = call.args.find((argument) => argument.name === "default");
    if (!isNamed || fallback === undefined) return [];
    const frame: Frame = { ...moduleFrame(path, module), scope };
    return resolver.evaluate(fallback.value, frame).map((value) => weaken(value, "configuration"));
  });
  return values.length > 0 ? values : null;
}
