/** A request as the simulated world saw it; `at` is its arrival in milliseconds. */
export type SeenRequest = {
  readonly at: number;
  readonly method: string;
  readonly host: string;
  /** With the query. */
  readonly path: string;
  /** Whether it named an answer that is held already. */
  readonly isConditional: boolean;
};

const everything = /^/;
const nothing = /(?!)/;

type Rule = {
  readonly of: RegExp;
  /** What has to be answered before it can be asked. */
  readonly needs: RegExp;
};

/**
 * What must be known before a question can be put; the first rule that fits counts. A marketplace's second question is counted like its first, so
 * that a chain is rather found too short than too long.
 */
const rulesOf = (repository: string): readonly Rule[] => {
  const api = `^api\\.github\\.com/repos/${repository.replaceAll('.', '\\.')}`;
  const of = (pattern: string): RegExp => new RegExp(api + pattern);
  const [list, text, runs, jobs, log] = [
    of('/actions/workflows\\?'),
    of('/contents/\\.github/workflows/'),
    of('/actions/workflows/\\d+/runs'),
    of('/actions/runs/\\d+/jobs'),
    of('/actions/jobs/\\d+/logs'),
  ];
  const file = of('/contents/');
  return [
    {of: text, needs: list},
    {of: runs, needs: text},
    {of: jobs, needs: runs},
    {of: log, needs: jobs},
    {of: /^[a-z0-9]+\.blob\.core\.windows\.net\//, needs: log},
    {of: of('/releases/tags/'), needs: of('/releases\\?')},
    {of: file, needs: of('/git/trees/')},
    {of: of(''), needs: nothing},
    // What is asked of marketplaces and of their repositories on GitHub follows from the package files.
    {of: everything, needs: file},
  ];
};

/** The longest chain of requests each of which needs the answer of the one before it. */
export const longestChain = (requests: readonly SeenRequest[], repository: string): readonly string[] => {
  const rules = rulesOf(repository);
  const addresses = requests.map(({host, path}) => `${host}${path}`);
  const known = new Map<string, readonly string[]>();
  const chainOf = (address: string): readonly string[] => {
    const found = known.get(address);
    if (found !== undefined) return found;
    known.set(address, [address]);
    const needs = rules.find(({of}) => of.test(address))?.needs ?? nothing;
    const before = addresses.filter((other) => other !== address && needs.test(other)).map(chainOf);
    const longest = before.reduce<readonly string[]>((most, chain) => (chain.length > most.length ? chain : most), []);
    const chain = [...longest, address];
    known.set(address, chain);
    return chain;
  };
  return addresses.map(chainOf).reduce<readonly string[]>((most, chain) => (chain.length > most.length ? chain : most), []);
};
