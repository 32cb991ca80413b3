import type {TokenTest} from '../../src/model/publication.ts';

/** Prefixes by which a credential shows whose it is, from the services' own documentation. */
const shapes = {
  github: {title: 'GitHub', pattern: /^(?:gh[pousr]_|github_pat_)/},
  npm: {title: 'npm', pattern: /^npms?_/},
  pypi: {title: 'PyPI', pattern: /^pypi-/},
  docker: {title: 'Docker Hub', pattern: /^dckr_[a-z]+_/},
  crates: {title: 'crates.io', pattern: /^cio/},
  ssh: {title: 'SSH', pattern: /^-----BEGIN (?:OPENSSH|RSA|EC|DSA) PRIVATE KEY-----/},
} as const;
type TokenKind = keyof typeof shapes;

/** The answer for a credential that is empty or another service's; undefined: its shape says nothing against it. */
export const foreignToken = (secret: string, own?: TokenKind): TokenTest | undefined => {
  if (secret.trim() === '') return {verdict: 'missing', note: 'The token is empty.'};
  for (const [kind, {title, pattern}] of Object.entries(shapes))
    if (kind !== own && pattern.test(secret.trim()))
      return {verdict: 'wrong-marketplace', note: `This is a credential of ${title}; put the right one in its place.`};
  return undefined;
};
