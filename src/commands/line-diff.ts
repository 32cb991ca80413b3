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

/** Unchanged lines that are shown beside what changes. */
const context = 2;

/** More pairs of lines than this are not compared: it would take long, and nobody reads it. */
const mostPairs = 4_000_000;

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

const sharedAtStart = (one: readonly string[], other: readonly string[]): number => {
  const at = one.findIndex((line, index) => line !== other[index]);
  return at < 0 ? one.length : at;
};

const compared = (old: readonly string[], fresh: readonly string[]): readonly string[] => {
  if (old.length === 0) return fresh.map((line) => `+ ${line}`);
  if (fresh.length === 0) return old.map((line) => `- ${line}`);
  return old.length * fresh.length > mostPairs
    ? [`… ${old.length} lines become ${fresh.length} other lines`]
    : diffOf(old.join('\n'), fresh.join('\n'));
};

/** The same with only a few of the unchanged lines; a line of `…` stands where some are left out. Pure. */
export const briefDiffOf = (before: string, after: string): readonly string[] => {
  const [old, fresh] = [linesOf(before), linesOf(after)];
  const start = sharedAtStart(old, fresh);
  const end = sharedAtStart(old.slice(start).reverse(), fresh.slice(start).reverse());
  const middle = compared(old.slice(start, old.length - end), fresh.slice(start, fresh.length - end));
  const lines = [...old.slice(0, start).map((line) => `  ${line}`), ...middle, ...old.slice(old.length - end).map((line) => `  ${line}`)];
  const changed = lines.flatMap((line, at) => (line.startsWith('  ') ? [] : [at]));
  const isShown = (at: number): boolean => changed.some((one) => Math.abs(one - at) <= context);
  return lines.flatMap((line, at) => (isShown(at) ? [line] : isShown(at - 1) || at === 0 ? ['…'] : []));
};
