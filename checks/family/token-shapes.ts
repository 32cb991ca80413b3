import type {TokenTest} from '../../src/model/publication.ts';

/** Shapes by which a credential shows whose it is, from the services' own documentation. */
const shapes = {
  github: {title: 'a GitHub token', pattern: /^(?:gh[pousr]_|github_pat_)/},
  npm: {title: 'an npm token', pattern: /^npms?_/},
  pypi: {title: 'a PyPI token', pattern: /^pypi-/},
  docker: {title: 'a Docker Hub token', pattern: /^dckr_[a-z]+_/},
  vscode: {title: 'an Azure DevOps token', pattern: /^[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}$/},
  'open-vsx': {title: 'an Open VSX token', pattern: /^ovsx(?:at|p)[_-]/},
  crates: {title: 'a crates.io token', pattern: /^cio(?:_tp_)?[A-Za-z0-9]{32}$/},
  // Base64 of `{"r":`, `{"t":` and of `[login.ubuntu.com]`, which Snapcraft's exports begin with.
  snap: {title: 'a Snap Store credential', pattern: /^(?:eyJ[0y]Ijo[ig]|W2xvZ2luLnVidW50dS5jb21d|\[login\.ubuntu\.com\])/},
  chocolatey: {title: 'a GUID, as a Chocolatey key is', pattern: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i},
  ssh: {title: 'a private SSH key', pattern: /^-----BEGIN (?:OPENSSH |RSA |EC |DSA |ENCRYPTED )?PRIVATE KEY-----/},
} as const;
export type TokenKind = keyof typeof shapes;

/* These hold line breaks of their own. */
const ofSeveralLines: ReadonlySet<TokenKind | undefined> = new Set(['ssh', 'snap']);

const damage = (secret: string, own: TokenKind | undefined): TokenTest | undefined => {
  if (/[^\t\r\n\x20-\x7e]/.test(secret))
    return {verdict: 'refused', note: 'The token holds a character that no token has, as word processors put in; copy it again.'};
  return !ofSeveralLines.has(own) && /\s/.test(secret)
    ? {verdict: 'refused', note: 'The token has a blank or a line break inside, so more than the token was copied; copy it alone.'}
    : undefined;
};

/** The answer for a credential that is empty, damaged or another service's; undefined: its shape says nothing against it. */
export const foreignToken = (secret: string, own?: TokenKind): TokenTest | undefined => {
  const text = secret.trim();
  if (text === '') return {verdict: 'missing', note: 'The token is empty.'};
  for (const [kind, {title, pattern}] of Object.entries(shapes))
    if (kind !== own && pattern.test(text))
      return {verdict: 'wrong-marketplace', note: `This is ${title}; put the right one in its place.`};
  return damage(text, own);
};
