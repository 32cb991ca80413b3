import {childrenOf, fullPath, isFolder, type Shell} from './shell.ts';

/** A shell's pattern as a regular expression's source; `inPath`: a star stops at slashes. A backslash makes the next character plain. */
export const patternSource = (pattern: string, inPath = false, isShort = false): string => {
  const lazy = isShort ? '?' : '';
  return pattern.replace(/\\[\s\S]|\*|\?|\[(?:[^\]\\]|\\.)+\]|[\s\S]/g, (piece) => {
    if (piece === '*') return `${inPath ? '[^/]' : '[\\s\\S]'}*${lazy}`;
    if (piece === '?') return inPath ? '[^/]' : '[\\s\\S]';
    if (piece.length > 1 && piece.startsWith('[')) return piece.replace(/^\[!/, '[^');
    return (piece.length > 1 ? piece.slice(1) : piece).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  });
};

export const matchesWhole = (text: string, pattern: string): boolean => new RegExp(`^(?:${patternSource(pattern)})$`).test(text);

/** Hides what a pattern would mean, so that it stands for itself. */
export const literal = (text: string): string => text.replace(/[\\*?[\]]/g, '\\$&');

const isPattern = (text: string): boolean => /(^|[^\\])[*?[]/.test(text);
const unescaped = (text: string): string => text.replace(/\\([\\*?[\]])/g, '$1');

/** The paths that a pattern fits, as they are written from where the shell stands; the pattern itself where none does. */
export const pathsFor = (shell: Shell, pattern: string): readonly string[] => {
  if (!isPattern(pattern)) return [unescaped(pattern)];
  let found: readonly string[] = [pattern.startsWith('/') ? '/' : ''];
  for (const segment of pattern.split('/').filter((part, at) => at > 0 || part !== '')) {
    if (segment === '') continue;
    const join = (before: string, name: string): string =>
      before === '' || before.endsWith('/') ? `${before}${name}` : `${before}/${name}`;
    const expression = new RegExp(`^(?:${patternSource(segment, true)})$`);
    found = found.flatMap((before) => {
      if (!isPattern(segment)) return [join(before, unescaped(segment))];
      const names = childrenOf(shell, fullPath(shell, before === '' ? '.' : before)).filter(
        (name) => segment.startsWith('.') || !name.startsWith('.'),
      );
      return names.filter((name) => expression.test(name)).map((name) => join(before, name));
    });
  }
  const there = found.filter((path) => shell.disk.files.has(fullPath(shell, path)) || isFolder(shell, fullPath(shell, path)));
  return there.length > 0 ? there : [unescaped(pattern)];
};
