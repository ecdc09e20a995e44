import type { Tree } from "web-tree-sitter";

/** A named syntax node as a plain object: reading the parser's memory once is faster than asking it for each field. */
export interface SyntaxNode {
  readonly type: string;
  readonly field: string | null;
  readonly start: number;
  readonly end: number;
  /** 1-based. */
  readonly line: number;
  readonly endLine: number;
  readonly children: SyntaxNode[];
}

/** Deeper nesting than people write; what lies below is left out and the module counts as damaged. */
const MAX_DEPTH = 250;

/** Types and decoration that never hold a value. Their subtrees are not copied. */
const SKIPPED = new Set([
  "comment",
  "html_comment",
  "type_annotation",
  "type_arguments",
  "type_parameters",
  "interface_declaration",
  "type_alias_declaration",
  "jsx_text",
  "regex",
  "ambient_declaration",
]);

export interface CopiedTree {
  readonly root: SyntaxNode;
  readonly damaged: boolean;
}

export function copyTree(tree: Tree): CopiedTree {
  const cursor = tree.walk();
  let damaged = false;
  const read = (): SyntaxNode => ({
    type: cursor.nodeType,
    field: cursor.currentFieldName,
    start: cursor.startIndex,
    end: cursor.endIndex,
    line: cursor.startPosition.row + 1,
    endLine: cursor.endPosition.row + 1,
    children: [],
  });
  const root = read();
  const open: SyntaxNode[] = [root];
  // Iterative: a hostile file must not choose the depth of our stack.
  let descend = cursor.gotoFirstChild();
  while (descend || open.length > 0) {
    if (descend) {
      const parent = open.at(-1);
      if (cursor.nodeType === "ERROR") damaged = true;
      if (parent !== undefined && cursor.nodeIsNamed && !SKIPPED.has(cursor.nodeType)) {
        const node = read();
        parent.children.push(node);
        if (open.length < MAX_DEPTH) {
          if (cursor.gotoFirstChild()) {
            open.push(node);
            continue;
          }
        } else damaged = true;
      }
    }
    if (cursor.gotoNextSibling()) descend = true;
    else {
      open.pop();
      if (!cursor.gotoParent()) break;
      descend = false;
    }
  }
  cursor.delete();
  return { root, damaged };
}

export function childOf(node: SyntaxNode, field: string): SyntaxNode | null {
  return node.children.find((child) => child.field === field) ?? null;
}

export function childrenOf(node: SyntaxNode, field: string): SyntaxNode[] {
  return node.children.filter((child) => child.field === field);
}
