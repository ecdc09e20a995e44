import { isJsonObject, type JsonObject, objectIn, objectsIn, stringIn } from "../json.ts";

/**
 * Faults of a `data_visualization` block. Not in `@slack/types` 3.2; the rules are those of
 * docs.slack.dev/reference/block-kit/blocks/data-visualization-block: title 50, labels and names 20, axis labels 50, 1 to 6
 * series or segments, 1 to 20 points a series, unique names, every series covers every category.
 */
export function chartFaults(block: JsonObject, at: string): string[] {
  const faults = unknownMembers(block, ["type", "title", "chart", "block_id"], at);
  const title = stringIn(block, "title");
  if (title === undefined || title === "") faults.push(`${at}.title is missing`);
  else if (title.length > 50) faults.push(`${at}.title has ${title.length} characters, at most 50`);
  const chart = objectIn(block, "chart");
  const kind = stringIn(chart, "type");
  if (!chart) return [...faults, `${at}.chart is missing`];
  if (kind === "pie") return [...faults, ...pieFaults(chart, `${at}.chart`)];
  if (kind === "line" || kind === "bar" || kind === "area") return [...faults, ...seriesFaults(chart, `${at}.chart`)];
  return [...faults, `${at}.chart.type is ${kind ?? "missing"}, not line, bar, area or pie`];
}

function pieFaults(chart: JsonObject, at: string): string[] {
  const segments = objectsIn(chart, "segments");
  const faults = unknownMembers(chart, ["type", "segments"], at);
  if (segments.length < 1 || segments.length > 6) faults.push(`${at}.segments has ${segments.length} items, 1 to 6`);
  segments.forEach((segment, index) => {
    faults.push(...pointFaults(segment, `${at}.segments[${index}]`));
    if (typeof segment["value"] === "number" && segment["value"] <= 0)
      faults.push(`${at}.segments[${index}].value is not above 0`);
  });
  return faults;
}

function seriesFaults(chart: JsonObject, at: string): string[] {
  const faults = unknownMembers(chart, ["type", "series", "axis_config"], at);
  const series = objectsIn(chart, "series");
  const axis = objectIn(chart, "axis_config");
  const categories = Array.isArray(axis?.["categories"]) ? axis["categories"] : [];
  if (!axis) faults.push(`${at}.axis_config is missing`);
  else faults.push(...unknownMembers(axis, ["categories", "x_label", "y_label"], `${at}.axis_config`));
  for (const label of ["x_label", "y_label"]) {
    const length = stringIn(axis, label)?.length ?? 0;
    if (length > 50) faults.push(`${at}.axis_config.${label} has ${length} characters, at most 50`);
  }
  if (categories.length < 1 || categories.length > 20)
    faults.push(`${at}.axis_config.categories has ${categories.length} items, 1 to 20`);
  if (new Set(categories).size !== categories.length) faults.push(`${at}.axis_config.categories repeats a label`);
  for (const category of categories) {
    if (typeof category !== "string" || category === "" || category.length > 20)
      faults.push(`${at}.axis_config.categories: ${JSON.stringify(category)} is not 1 to 20 characters`);
  }
  if (series.length < 1 || series.length > 6) faults.push(`${at}.series has ${series.length} items, 1 to 6`);
  const names = series.map((each) => stringIn(each, "name"));
  if (new Set(names).size !== names.length) faults.push(`${at}.series repeats a name`);
  series.forEach((each, index) =>
    faults.push(...oneSeriesFaults(each, categories.map(String), `${at}.series[${index}]`)),
  );
  return faults;
}

function oneSeriesFaults(series: JsonObject, categories: readonly string[], at: string): string[] {
  const faults = unknownMembers(series, ["name", "data"], at);
  const name = stringIn(series, "name");
  if (name === undefined || name === "" || name.length > 20) faults.push(`${at}.name is not 1 to 20 characters`);
  const points = objectsIn(series, "data");
  if (points.length < 1 || points.length > 20) faults.push(`${at}.data has ${points.length} points, 1 to 20`);
  points.forEach((point, index) => faults.push(...pointFaults(point, `${at}.data[${index}]`)));
  const labels = points.map((point) => stringIn(point, "label") ?? "");
  const missing = categories.filter((category) => !labels.includes(category));
  if (missing.length > 0) faults.push(`${at}.data has no point for ${missing.join(", ")}`);
  const foreign = labels.filter((label) => !categories.includes(label));
  if (foreign.length > 0) faults.push(`${at}.data has points outside the categories: ${foreign.join(", ")}`);
  return faults;
}

function pointFaults(point: JsonObject, at: string): string[] {
  const faults = unknownMembers(point, ["label", "value"], at);
  const label = stringIn(point, "label");
  if (label === undefined || label === "" || label.length > 20) faults.push(`${at}.label is not 1 to 20 characters`);
  if (typeof point["value"] !== "number") faults.push(`${at}.value is not a number`);
  return faults;
}

/**
 * Faults of a `data_table` beyond its type: docs.slack.dev/reference/block-kit/blocks/data-table-block. Caption required,
 * 2 to 101 rows (the first is the header), at most 20 columns, rows of equal length.
 */
export function tableFaults(block: JsonObject, at: string): string[] {
  const faults: string[] = [];
  const rows = Array.isArray(block["rows"]) ? block["rows"] : [];
  if ((stringIn(block, "caption") ?? "") === "") faults.push(`${at}.caption is empty`);
  if (rows.length < 2 || rows.length > 101) faults.push(`${at}.rows has ${rows.length} rows, 2 to 101`);
  const widths = rows.map((row) => (Array.isArray(row) ? row.length : 0));
  if (widths.some((width) => width < 1 || width > 20))
    faults.push(`${at}.rows has a row of ${Math.max(...widths)} columns, 1 to 20`);
  if (new Set(widths).size > 1) faults.push(`${at}.rows differ in length: ${[...new Set(widths)].join(", ")}`);
  const [header] = rows;
  if (Array.isArray(header) && header.some((cell) => isJsonObject(cell) && cell["type"] === "raw_number"))
    faults.push(`${at}.rows[0] is the header and holds a number`);
  const pageSize = block["page_size"];
  if (typeof pageSize === "number" && (pageSize < 1 || pageSize > 100))
    faults.push(`${at}.page_size is ${pageSize}, 1 to 100`);
  return faults;
}

function unknownMembers(object: JsonObject, known: readonly string[], at: string): string[] {
  return Object.keys(object)
    .filter((key) => !known.includes(key))
    .map((key) => `${at}.${key} is unknown`);
}
