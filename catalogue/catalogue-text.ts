import type { Catalogue } from "@runrate/core";

/** A catalogue as JSON with one line for each model, so that a change of one price is a diff of one line. */
export function catalogueText(catalogue: Catalogue): string {
  const { providers, sources, ...head } = catalogue;
  const fields = Object.entries(head).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const listed = Object.entries(sources).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const blocks = providers.map(({ models, ...provider }) => {
    const lines = models.map((model) => `   ${JSON.stringify(model)}`);
    const open = JSON.stringify(provider).slice(0, -1);
    return `  ${open}, "models": [${lines.length > 0 ? `\n${lines.join(",\n")}\n  ` : ""}]}`;
  });
  return `{${fields.join(", ")},\n"sources": {\n${listed.join(",\n")}\n},\n"providers": [\n${blocks.join(",\n")}\n]}\n`;
}
