import {aurPages} from './pages/aur.ts';
import {chocolateyPages} from './pages/chocolatey.ts';
import {cratesPages} from './pages/crates.ts';
import {dockerPages} from './pages/docker.ts';
import {githubPullPage} from './pages/github-pull.ts';
import {githubPullPages} from './pages/github-pulls.ts';
import {githubRepositoryPages} from './pages/github-repositories.ts';
import {githubRunPage} from './pages/github-run.ts';
import {githubAccountPages} from './pages/github-tokens.ts';
import {informingPages} from './pages/informing.ts';
import {npmPages} from './pages/npm.ts';
import type {Page, PageOutcome} from './pages/page.ts';
import {pypiPages} from './pages/pypi.ts';
import {snapPages} from './pages/snap.ts';
import {vscodePages} from './pages/vscode.ts';
import type {World} from './world.ts';

/** The first that fits is opened; those that only inform come last. */
const pages: readonly Page[] = [
  ...npmPages,
  ...pypiPages,
  ...dockerPages,
  ...cratesPages,
  ...chocolateyPages,
  ...aurPages,
  ...snapPages,
  ...vscodePages,
  ...githubAccountPages,
  ...githubRunPage,
  ...githubRepositoryPages,
  ...githubPullPages,
  ...githubPullPage,
  ...informingPages,
];

const decoded = (part: string | undefined): string => {
  try {
    return decodeURIComponent(part ?? '');
  } catch {
    return part ?? '';
  }
};

/** Opens a page as the person at the browser does, and does there what is to be done; undefined: nobody simulates such a page. */
export const openPage = (world: World, url: string): PageOutcome | undefined => {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (address?.protocol !== 'https:') return undefined;
  world.runner.advance();
  const path = address.pathname.replace(/\/+$/, '');
  for (const page of pages) {
    const found = page.hosts.includes(address.host) ? page.path.exec(path) : null;
    const outcome = found === null ? undefined : page.open({world, query: address.searchParams, parts: found.slice(1).map(decoded)});
    if (outcome !== undefined) return outcome;
  }
  return undefined;
};
