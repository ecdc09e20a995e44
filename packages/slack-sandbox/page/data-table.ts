import { isJsonObject, type Json, type JsonObject, stringIn } from "../src/json.ts";
import { h } from "./dom.ts";
import type { WorkspaceSnapshot } from "./model.ts";
import { richTextNode } from "./rich-text.ts";

/** A `data_table` or `table` block: header row, numbers to the right, sorted by a press on a header, paged. */
export function tableNode(block: JsonObject, workspace: WorkspaceSnapshot): HTMLElement {
  const [header = [], ...rows] = rowsOf(block);
  const isData = block["type"] === "data_table";
  const pageSize = isData ? numberIn(block, "page_size", 5) : rows.length;
  const rowHeader = numberIn(block, "row_header_column_index", 0);
  let sorted = rows;
  let by: { readonly column: number; readonly descending: boolean } | undefined;
  let page = 0;
  const caption = stringIn(block, "caption");
  const head = h("thead");
  const body = h("tbody");
  const pager = h("div", { class: "pager" });
  const pages = Math.max(1, Math.ceil(rows.length / pageSize));

  const draw = (): void => {
    head.replaceChildren(
      h(
        "tr",
        {},
        ...header.map((cell, column) => {
          const order = by?.column === column ? (by.descending ? "descending" : "ascending") : "none";
          const isNumber = rows.every((row) => isNumeric(row[column]));
          const label = isData
            ? h(
                "button",
                { type: "button", class: "sort", onclick: () => sort(column) },
                cellText(cell),
                order === "none" ? "" : order === "ascending" ? " ▲" : " ▼",
              )
            : cellText(cell);
          return h(
            "th",
            { scope: "col", "aria-sort": isData ? order : undefined, class: isNumber ? "number" : undefined },
            label,
          );
        }),
      ),
    );
    body.replaceChildren(
      ...sorted
        .slice(page * pageSize, (page + 1) * pageSize)
        .map((row) =>
          h(
            "tr",
            {},
            ...row.map((cell, column) =>
              h(
                column === rowHeader ? "th" : "td",
                { scope: column === rowHeader ? "row" : undefined, class: isNumeric(cell) ? "number" : undefined },
                cellNode(cell, workspace),
              ),
            ),
          ),
        ),
    );
    pager.replaceChildren(
      h("button", { type: "button", disabled: page === 0, onclick: () => turn(-1) }, "Previous"),
      h("span", { role: "status" }, `Page ${page + 1} of ${pages}`),
      h("button", { type: "button", disabled: page >= pages - 1, onclick: () => turn(1) }, "Next"),
    );
  };
  const sort = (column: number): void => {
    by = { column, descending: by?.column === column ? !by.descending : rows.every((row) => isNumeric(row[column])) };
    const direction = by.descending ? -1 : 1;
    sorted = [...rows].sort((a, b) => direction * compare(a[column], b[column]));
    page = 0;
    draw();
    head.querySelectorAll("button")[column]?.focus();
  };
  const turn = (by: number): void => {
    page += by;
    draw();
  };
  draw();
  const table = h("table", {}, caption === undefined ? undefined : h("caption", {}, caption), head, body);
  return h(
    "div",
    { class: "table-block" },
    h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption ?? "Table" }, table),
    pages > 1 && pager,
  );
}

function rowsOf(block: JsonObject): JsonObject[][] {
  const rows = block["rows"];
  return Array.isArray(rows) ? rows.map((row: Json) => (Array.isArray(row) ? row.filter(isJsonObject) : [])) : [];
}

function isNumeric(cell: JsonObject | undefined): boolean {
  return cell?.["type"] === "raw_number" || /^[+\-−]?[$€]?[\d,]+(\.\d+)?\s?%?$/.test(stringIn(cell, "text") ?? "");
}

function cellText(cell: JsonObject | undefined): string {
  return stringIn(cell, "text") ?? String(cell?.["value"] ?? "");
}

function cellNode(cell: JsonObject, workspace: WorkspaceSnapshot): Node {
  return cell["type"] === "rich_text" ? richTextNode(cell, workspace) : document.createTextNode(cellText(cell));
}

function compare(a: JsonObject | undefined, b: JsonObject | undefined): number {
  const [left, right] = [a?.["value"], b?.["value"]];
  if (typeof left === "number" && typeof right === "number") return left - right;
  return cellText(a).localeCompare(cellText(b), "en", { numeric: true });
}

function numberIn(block: JsonObject, key: string, otherwise: number): number {
  const value = block[key];
  return typeof value === "number" ? value : otherwise;
}
