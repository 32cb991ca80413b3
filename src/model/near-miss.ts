/** How many letters have to be put in, taken out, changed or swapped to make one word of the other. */
export const editDistance = (one: string, other: string): number => {
  const rows: number[][] = [Array.from({length: other.length + 1}, (_, column) => column)];
  for (let row = 1; row <= one.length; row += 1) {
    const [above = [], before = []] = [rows[row - 1], rows[row - 2]];
    const line = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      line.push(
        Math.min(
          (above[column] ?? 0) + 1,
          (line[column - 1] ?? 0) + 1,
          (above[column - 1] ?? 0) + (isSame ? 0 : 1),
          isSwapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    rows.push(line);
  }
  return rows[one.length]?.[other.length] ?? 0;
};

/** The word that was probably meant; undefined: none is near. */
export const nearMissOf = (word: string, known: readonly string[]): string | undefined => {
  const wanted = word.slice(0, 60).toLowerCase();
  const [nearest] = known
    .map((one) => ({one, far: editDistance(wanted, one.toLowerCase())}))
    .filter(({one, far}) => far <= Math.max(1, Math.floor(Math.min(one.length, wanted.length) / 3)))
    .sort((a, b) => a.far - b.far);
  return nearest?.one ?? known.find((one) => wanted.length > 2 && (one.startsWith(wanted) || wanted.startsWith(one)));
};
