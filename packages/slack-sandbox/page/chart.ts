import {
  ArcElement,
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PieController,
  PointElement,
  Tooltip,
} from "chart.js";
import { type JsonObject, objectIn, objectsIn, stringIn } from "../src/json.ts";
import { h } from "./dom.ts";

Chart.register(
  ArcElement,
  BarController,
  BarElement,
  CategoryScale,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PieController,
  PointElement,
  Tooltip,
);

interface Series {
  readonly name: string;
  readonly values: readonly number[];
}

/** A `data_visualization` block: the drawing, and its figures as a table for whoever cannot see it. */
export function chartNode(block: JsonObject): HTMLElement {
  const chart = objectIn(block, "chart");
  const kind = stringIn(chart, "type") ?? "bar";
  const axis = objectIn(chart, "axis_config");
  const segments = objectsIn(chart, "segments");
  const categories =
    kind === "pie" ? segments.map((segment) => stringIn(segment, "label") ?? "") : textsIn(axis, "categories");
  const series: Series[] =
    kind === "pie"
      ? [{ name: stringIn(block, "title") ?? "", values: segments.map(valueOf) }]
      : objectsIn(chart, "series").map((each) => ({
          name: stringIn(each, "name") ?? "",
          values: inOrder(objectsIn(each, "data"), categories),
        }));
  const title = stringIn(block, "title") ?? "";
  const canvas = h("canvas", {
    role: "img",
    "aria-label": `${kind} chart: ${title}. ${series.map((each) => each.name).join(", ")} over ${categories.length} points; figures follow.`,
  });
  const figure = h(
    "figure",
    { class: "chart" },
    h("figcaption", {}, title),
    h("div", { class: "chart-area" }, canvas),
    figures(categories, series),
  );
  const draw = (): Chart => new Chart(canvas, configuration(kind, categories, series, axis));
  // Chart.js measures its parent, so it is drawn once it stands in the document; and again when the colours change.
  let drawn: Chart | undefined;
  const redraw = (): void => {
    drawn?.destroy();
    drawn = undefined;
    if (canvas.isConnected) drawn = draw();
    else document.removeEventListener("themechange", redraw);
  };
  requestAnimationFrame(redraw);
  document.addEventListener("themechange", redraw);
  return figure;
}

function configuration(
  kind: string,
  categories: readonly string[],
  series: readonly Series[],
  axis: JsonObject | undefined,
): ChartConfiguration {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const palette = [1, 2, 3, 4, 5, 6].map((index) => colour(`--series-${index}`));
  const ink = colour("--ink-soft");
  const labelled = (text: string | undefined): { display: boolean; text: string; color: string } => ({
    display: text !== undefined,
    text: text ?? "",
    color: ink,
  });
  const common = {
    responsive: true,
    maintainAspectRatio: false,
    animation: false as const,
    plugins: {
      legend: {
        display: kind === "pie" || series.length > 1,
        position: "bottom" as const,
        labels: { color: ink, boxWidth: 12 },
      },
    },
  };
  if (kind === "pie") {
    return {
      type: "pie",
      data: {
        labels: [...categories],
        datasets: series.map((each) => ({
          data: [...each.values],
          backgroundColor: palette,
          borderColor: colour("--surface"),
        })),
      },
      options: common,
    };
  }
  const grid = { color: colour("--line") };
  return {
    type: kind === "bar" ? "bar" : "line",
    data: {
      labels: [...categories],
      datasets: series.map((each, index) => {
        const own = palette[index % palette.length] ?? ink;
        return {
          label: each.name,
          data: [...each.values],
          borderColor: own,
          backgroundColor: kind === "area" ? `${own}55` : own,
          fill: kind === "area",
          tension: 0.2,
          borderWidth: 2,
          pointRadius: 2,
        };
      }),
    },
    options: {
      ...common,
      scales: {
        x: {
          ticks: { color: ink, maxRotation: 45 },
          grid: { display: false },
          title: labelled(stringIn(axis, "x_label")),
        },
        y: { beginAtZero: true, ticks: { color: ink }, grid, title: labelled(stringIn(axis, "y_label")) },
      },
    },
  };
}

function figures(categories: readonly string[], series: readonly Series[]): HTMLElement {
  const head = h(
    "tr",
    {},
    h("th", { scope: "col" }, ""),
    ...series.map((each) => h("th", { scope: "col", class: "number" }, each.name)),
  );
  const rows = categories.map((category, index) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, category),
      ...series.map((each) => h("td", { class: "number" }, String(each.values[index] ?? ""))),
    ),
  );
  return h(
    "details",
    {},
    h("summary", {}, "Figures"),
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": "Figures of the chart" },
      h("table", {}, h("thead", {}, head), h("tbody", {}, ...rows)),
    ),
  );
}

function inOrder(points: readonly JsonObject[], categories: readonly string[]): number[] {
  return categories.map((category) => valueOf(points.find((point) => point["label"] === category)));
}

function valueOf(point: JsonObject | undefined): number {
  const value = point?.["value"];
  return typeof value === "number" ? value : 0;
}

function textsIn(object: JsonObject | undefined, key: string): string[] {
  const list = object?.[key];
  return Array.isArray(list) ? list.map(String) : [];
}
