const spelled = /^v?(\d+(?:\.\d+)*)(?:-?([0-9A-Za-z.-]+))?(?:\+.*)?$/;

const partsOf = (version: string) => {
  const [, numbers = '', pre = ''] = spelled.exec(version) ?? [];
  return {numbers: numbers.split('.').map(Number), pre};
};

/** Whether a version is one that an ordinary install leaves aside. */
export const isPrerelease = (version: string): boolean => partsOf(version).pre !== '' && !/^\.?post\d*$/.test(partsOf(version).pre);

const differenceOf = (one: readonly number[], other: readonly number[]): number => {
  for (let at = 0; at < Math.max(one.length, other.length); at++) {
    const difference = (one[at] ?? 0) - (other[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

/** Orders versions by their numbers alone; undefined: one of them is spelled in another way. */
export const compareNumbers = (one: string, other: string): number | undefined =>
  [one, other].every((version) => spelled.test(version)) ? differenceOf(partsOf(one).numbers, partsOf(other).numbers) : undefined;

/** Orders versions as SemVer does, with any count of numbers. */
export const compareSemantic = (one: string, other: string): number => {
  const [a, b] = [partsOf(one), partsOf(other)];
  const difference = differenceOf(a.numbers, b.numbers);
  if (difference !== 0) return difference;
  if (a.pre === b.pre) return 0;
  if (a.pre === '') return 1;
  return b.pre === '' ? -1 : a.pre.localeCompare(b.pre, 'en', {numeric: true});
};

/** The version an ordinary install gives: the newest that is no prerelease, else the newest of all; undefined: there is none. */
export const newestStableOf = (versions: readonly string[]): string | undefined => {
  const ordered = versions.toSorted(compareSemantic);
  return ordered.findLast((version) => !isPrerelease(version)) ?? ordered.at(-1);
};

/** The version that people had before: the newest below it that is no prerelease; undefined: there is none. A prerelease may stand before a prerelease. */
export const versionBefore = (versions: readonly string[], version: string): string | undefined => {
  const lower = versions.filter((one) => compareSemantic(one, version) < 0);
  return newestStableOf(isPrerelease(version) ? lower : lower.filter((one) => !isPrerelease(one)));
};
