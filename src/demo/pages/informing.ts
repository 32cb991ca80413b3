import {did, type Page, pagesOf} from './page.ts';

const read = (): ReturnType<typeof did> => did('Read the page; nothing is done there.');

const refusing = () => did('Flathub takes no console programs and no automated submissions, so nothing was sent.');

const documentation = [
  'api.github.com',
  'code.visualstudio.com',
  'doc.rust-lang.org',
  'docs.brew.sh',
  'docs.chocolatey.org',
  'docs.docker.com',
  'docs.flathub.org',
  'docs.github.com',
  'docs.npmjs.com',
  'docs.pypi.org',
  'documentation.ubuntu.com',
  'entra.microsoft.com',
  'forum.snapcraft.io',
  'learn.microsoft.com',
  'packaging.python.org',
  'wiki.archlinux.org',
];

/** Pages that only inform: a person reads them and changes nothing. A page that acts comes before them. */
export const informingPages: readonly Page[] = [
  ...pagesOf(documentation, [[/^/, read]]),
  ...pagesOf('github.com', [
    [/^\/flathub\/flathub\/compare(?:\/.*)?$/, refusing],
    [/^\/settings\/emails$/, read],
    [/^\/organizations\/[^/]+\/settings\/packages$/, read],
    [/^\/[^/]+\/[^/]+(?:\/(?:blob|tree|wiki|releases|pulls|pull|issues|pkgs|forks|invitations|actions)(?:\/.*)?)?$/, read],
    [/^\/[^/]+\/[^/]+\/settings\/(?:secrets|variables|environments)(?:\/.*)?$/, read],
  ]),
  ...pagesOf('flathub.org', [[/^\/(?:developer-portal|apps\/[^/]+)$/, refusing]]),
  ...pagesOf('www.npmjs.com', [[/^\/(?:org\/create|package\/.+)$/, read]]),
  ...pagesOf('pypi.org', [[/^\/(?:project|user|manage|help)(?:\/.*)?$/, read]]),
  ...pagesOf('hub.docker.com', [[/^\/(?:r|u)\/.+$/, read]]),
  ...pagesOf('crates.io', [[/^\/crates\/.+$/, read]]),
  ...pagesOf('snapcraft.io', [[/^\/[^/]+(?:\/.*)?$/, read]]),
  ...pagesOf(['aur.archlinux.org', 'archlinux.org'], [[/^(?:\/packages(?:\/.*)?)?$/, read]]),
  ...pagesOf('marketplace.visualstudio.com', [[/^\/(?:items|publishers\/[^/]+)$/, read]]),
  ...pagesOf('dev.azure.com', [[/^$/, read]]),
];
