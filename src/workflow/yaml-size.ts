import {isAlias, isCollection, isPair, isScalar, type Node, type Pair, parseDocument} from 'yaml';

type Anything = Node | Pair | null | undefined;

/** More than any real workflow has; each alias counts for all that it stands for. */
const mostNodes = 200_000;

/**
 * Whether a file grows beyond measure once its aliases are filled in. GitHub's parser fills them in without a limit, so a few lines of
 * nested aliases would keep it busy for hours. Files without aliases are never too big here.
 */
export const growsTooBig = (text: string): boolean => {
  if (!/(^|[\s[{,:-])\*[^\s*]/.test(text) || !text.includes('&')) return false;
  const document = parseDocument(text, {uniqueKeys: false, logLevel: 'silent'});
  const sizes = new Map<Anything, number>();
  const sizeOf = (node: Anything): number => {
    const known = sizes.get(node);
    if (known !== undefined) return known;
    // An alias inside its own anchor is counted once.
    sizes.set(node, 1);
    const size = childrenOf(node, (alias) => alias.resolve(document)).reduce(
      (sum, child) => Math.min(sum + sizeOf(child), mostNodes + 1),
      1,
    );
    sizes.set(node, size);
    return size;
  };
  return sizeOf(document.contents as Anything) > mostNodes;
};

const childrenOf = (node: Anything, resolve: (alias: Extract<Node, {source: string}>) => Anything): readonly Anything[] => {
  if (isScalar(node) || node === null || node === undefined) return [];
  if (isAlias(node)) return [resolve(node as never)];
  if (isPair(node)) return [node.value as Anything];
  return isCollection(node) ? (node.items as Anything[]) : [];
};
