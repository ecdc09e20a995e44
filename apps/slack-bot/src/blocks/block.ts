import type { Block, KnownBlock } from "@slack/types";

/** A native chart: docs.slack.dev/reference/block-kit/blocks/data-visualization-block. `@slack/types` does not know it yet. */
export interface ChartBlock extends Block {
  readonly type: "data_visualization";
  readonly title: string;
  readonly chart: {
    readonly type: "bar" | "line" | "area";
    readonly series: readonly { readonly name: string; readonly data: readonly ChartPoint[] }[];
    readonly axis_config: {
      readonly categories: readonly string[];
      readonly x_label?: string;
      readonly y_label?: string;
    };
  };
}

/** `value` places the point in the picture; the exact amount stands in the text and the table. */
export interface ChartPoint {
  readonly label: string;
  readonly value: number;
}

export type MessageBlock = KnownBlock | ChartBlock;
