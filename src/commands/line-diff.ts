/** What would change in a text, line by line: `-` goes, `+` comes; unchanged lines stand without a sign. Pure. */
export const diffOf = (before: string, after: string): readonly string[] => {
  const [old, fresh] = [before.replace(/\n$/, '').split('\n'), after.replace(/\n$/, '').split('\n')];
  const lengths = commonLengths(old, fresh);
  const lines: string[] = [];
  let [at, to] = [0, 0];
  while (at < old.length || to < fresh.length) {
    const [gone, come] = [old[at], fresh[to]];
    if (gone !== undefined && gone === come) {
      lines.push(`  ${gone}`);
      at += 1;
      to += 1;
    } else if (come === undefined || (gone !== undefined && (lengths[at + 1]?.[to] ?? 0) >= (lengths[at]?.[to + 1] ?? 0))) {
      lines.push(`- ${gone}`);
      at += 1;
    } else {
      lines.push(`+ ${come}`);
      to += 1;
    }
  }
  return lines;
};

/** For every pair of places, how many lines both texts share from there on in the same order. */
const commonLengths = (old: readonly string[], fresh: readonly string[]): readonly (readonly number[])[] => {
  const lengths = Array.from({length: old.length + 1}, () => new Array<number>(fresh.length + 1).fill(0));
  for (let at = old.length - 1; at >= 0; at -= 1) {
    const [row, next] = [lengths[at] ?? [], lengths[at + 1] ?? []];
    for (let to = fresh.length - 1; to >= 0; to -= 1) {
      row[to] = old[at] === fresh[to] ? (next[to + 1] ?? 0) + 1 : Math.max(next[to] ?? 0, row[to + 1] ?? 0);
    }
  }
  return lengths;
};
