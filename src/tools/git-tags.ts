type Tag = {readonly name: string; readonly prefix: string; readonly numbers: readonly number[]; readonly isStable: boolean};

/* `v1` and `nightly` move from release to release; a version has at least two numbers. */
const version = /^(.*?)(\d+(?:\.\d+)+)((?:[-.+]?[A-Za-z][0-9A-Za-z.+-]*)?)$/;

const tagOf = (name: string): Tag | undefined => {
  const [, prefix, numbers, rest] = version.exec(name) ?? [];
  if (prefix === undefined || numbers === undefined) return undefined;
  return {name, prefix, numbers: numbers.split('.').map(Number), isStable: rest === '' || rest?.startsWith('+') === true};
};

const isHigher = (one: Tag, other: Tag): boolean => {
  for (let index = 0; index < Math.max(one.numbers.length, other.numbers.length); index += 1) {
    const difference = (one.numbers[index] ?? 0) - (other.numbers[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return one.isStable && !other.isStable;
};

/**
 * The newest version among tags, the last made first. In a monorepo tags of several packages stand side by side: the one tagged last counts, and of
 * its tags the highest version, so that a late fix of an old line is not taken for the newest.
 */
export const newestTagOf = (names: readonly string[]): string | undefined => {
  const tags = names.map((name) => tagOf(name.trim())).filter((tag) => tag !== undefined);
  const stable = tags.filter(({isStable}) => isStable);
  const [first, ...others] = stable.length > 0 ? stable : tags;
  if (first === undefined) return undefined;
  return others.filter(({prefix}) => prefix === first.prefix).reduce((best, tag) => (isHigher(tag, best) ? tag : best), first).name;
};
