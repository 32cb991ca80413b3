const partsOf = (version: string) => {
  const [, numbers = '', pre = ''] = /^v?(\d+(?:\.\d+)*)(?:-?([0-9A-Za-z.-]+))?(?:\+.*)?$/.exec(version) ?? [];
  return {numbers: numbers.split('.').map(Number), pre};
};

/** Whether a version is one that an ordinary install leaves aside. */
export const isPrerelease = (version: string): boolean => partsOf(version).pre !== '' && !/^\.?post\d*$/.test(partsOf(version).pre);

/** Orders versions as SemVer does, with any count of numbers. */
export const compareSemantic = (one: string, other: string): number => {
  const [a, b] = [partsOf(one), partsOf(other)];
  for (let at = 0; at < Math.max(a.numbers.length, b.numbers.length); at++) {
    const difference = (a.numbers[at] ?? 0) - (b.numbers[at] ?? 0);
    if (difference !== 0) return difference;
  }
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
