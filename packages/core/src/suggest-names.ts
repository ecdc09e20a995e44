/**
 * The candidates nearest to a name, best first: those that share a prefix or differ by few letters. Empty when nothing
 * is near. Names longer than 64 characters are compared by their first 64, so a hostile name costs no more.
 */
export function suggestNames(name: string, candidates: Iterable<string>, limit = 3): string[] {
  const wanted = name.toLowerCase().slice(0, 64);
  if (wanted === "") return [];
  const scored: { candidate: string; score: number }[] = [];
  for (const candidate of candidates) {
    const other = candidate.toLowerCase().slice(0, 64);
    const bound = Math.max(2, Math.floor(Math.max(wanted.length, other.length) * 0.4));
    if (Math.abs(wanted.length - other.length) > bound && !other.startsWith(wanted) && !wanted.startsWith(other))
      continue;
    const distance = editDistance(wanted, other);
    const prefix = commonPrefix(wanted, other);
    if (distance <= bound || prefix >= Math.max(4, other.length * 0.6))
      scored.push({ candidate, score: distance - prefix / 2 });
  }
  scored.sort((a, b) => a.score - b.score || (a.candidate < b.candidate ? -1 : 1));
  return [...new Set(scored.map(({ candidate }) => candidate))].slice(0, limit);
}

function commonPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

/** Insertions, deletions and replacements to turn one into the other (Levenshtein). */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replace = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replace, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
