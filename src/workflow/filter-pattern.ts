type Part = {readonly accepts: (character: string) => boolean; readonly mayBeLeftOut: boolean; readonly mayRepeat: boolean};

const literal = (character: string): Part => ({accepts: (other) => other === character, mayBeLeftOut: false, mayRepeat: false});

const setOf = (body: string): Part => {
  const ranges = [...body.matchAll(/(.)-(.)|(.)/gs)].map(([, from, to, one]) => [from ?? one ?? '', to ?? one ?? ''] as const);
  return {accepts: (other) => ranges.some(([from, to]) => other >= from && other <= to), mayBeLeftOut: false, mayRepeat: false};
};

const star: Part = {accepts: (character) => character !== '/', mayBeLeftOut: true, mayRepeat: true};
const doubleStar: Part = {accepts: () => true, mayBeLeftOut: true, mayRepeat: true};

/** `?` and `+` say how often what stands before them comes. */
const partsOf = (pattern: string): readonly Part[] => {
  const parts: Part[] = [];
  for (const [piece] of pattern.matchAll(/\\.|\*\*|\[[^\]]+\]|./gs)) {
    const last = parts.at(-1);
    if (piece === '**') parts.push(doubleStar);
    else if (piece === '*') parts.push(star);
    else if (piece === '?' && last) parts[parts.length - 1] = {...last, mayBeLeftOut: true};
    else if (piece === '+' && last) parts[parts.length - 1] = {...last, mayRepeat: true};
    else if (piece.length > 1 && piece.startsWith('[')) parts.push(setOf(piece.slice(1, -1)));
    else parts.push(literal(piece.length > 1 ? piece.slice(1) : piece));
  }
  return parts;
};

/** Whether a name matches one of GitHub's filter patterns: all positions a match can be in are followed at once, so no pattern is slow. */
export const matchesPattern = (name: string, pattern: string): boolean => {
  const parts = partsOf(pattern);
  const reach = (positions: Iterable<number>): Set<number> => {
    const reached = new Set(positions);
    for (const position of reached) if (parts[position]?.mayBeLeftOut) reached.add(position + 1);
    return reached;
  };
  let positions = reach([0]);
  for (const character of name) {
    const next = [...positions].flatMap((position) => {
      const part = parts[position];
      if (!part?.accepts(character)) return [];
      return part.mayRepeat ? [position, position + 1] : [position + 1];
    });
    positions = reach(next);
  }
  return positions.has(parts.length);
};

/** Whether a name passes a list of patterns, where `!` takes back what an earlier one let in. */
export const passesPatterns = (name: string, patterns: readonly string[]): boolean =>
  patterns.reduce((passes, pattern) => {
    const isNegative = pattern.startsWith('!');
    return matchesPattern(name, isNegative ? pattern.slice(1) : pattern) ? !isNegative : passes;
  }, false);
