import {setTimeout as wait} from 'node:timers/promises';
import type {Hands} from '../model/hands.ts';
import {Problem} from '../model/problem.ts';
import type {Secret} from '../model/secret.ts';
import {pushAur} from './aur-push.ts';
import {yankCrate} from './crates-writes.ts';
import {createGitHub, type GitHubAccess} from './github.ts';
import {proposeChange} from './github-changes.ts';
import {commitFiles} from './github-commits.ts';
import {forkRepository, syncFork} from './github-forks.ts';
import {editRelease} from './github-releases.ts';
import {createRepository} from './github-repositories.ts';
import type {RepositoryWriter} from './github-repository.ts';
import {cancelRun, type RunStarter, rerunJob, runWorkflow} from './github-runs.ts';
import {deleteSecret, type SecretWriter, setSecret} from './github-secrets.ts';
import type {HeldValues} from './held-values.ts';
import {deleteImageTag, retagImage} from './image-writes.ts';
import type {Authorizer, MarketplaceWriter, SshWriter} from './marketplace-writer.ts';
import {deprecatePackage, moveDistTag} from './npm-writes.ts';
import {pushNupkg} from './nupkg-push.ts';
import {releaseSnap} from './snap-writes.ts';

export type HandsOptions = GitHubAccess & {
  readonly values: HeldValues;
  /** Milliseconds between two writes, as GitHub asks for, and before another look; absent: 1000. */
  readonly pause?: number;
  /** How it is waited for what GitHub makes in the background; absent: by the clock. */
  readonly rest?: (milliseconds: number) => Promise<void>;
  /** Called right before GitHub is asked to start a run; absent: nobody wants to know. */
  readonly beforeStart?: () => Promise<void>;
  /** How marketplaces are written to; absent: nothing is. */
  readonly marketplaces?: {readonly authorize: Authorizer; readonly npmRegistry: string; readonly ssh?: SshWriter};
};

/** Whoever plans nothing at marketplaces has no token for them. */
const noMarketplaces = {authorize: () => undefined, npmRegistry: ''};

const heldValue = (values: HeldValues, handle: string): Secret => {
  const value = values.find(handle);
  if (value === undefined) throw new Problem('bug', `No value is held as "${handle}".`, 'Run it again, and report it if it happens again.');
  return value;
};

/** Waits until the writes before have been a while ago. */
const createPace = (pause: number): (() => Promise<void>) => {
  let last = Number.NEGATIVE_INFINITY;
  return async () => {
    const left = last + pause - Date.now();
    if (left > 0) await wait(left);
    last = Date.now();
  };
};

const runHands = (runs: RunStarter): Pick<Hands, 'run-workflow' | 'rerun-job' | 'cancel-run'> => ({
  'run-workflow': (step) => runWorkflow(runs, step),
  'rerun-job': (step) => rerunJob(runs, step),
  'cancel-run': (step) => cancelRun(runs, step),
});

const submissionHands = (writer: MarketplaceWriter, rest: RepositoryWriter['rest']): Pick<Hands, 'push-nupkg' | 'push-aur'> => ({
  'push-nupkg': (step) => pushNupkg({...writer, rest}, step),
  'push-aur': (step) => pushAur(writer, step),
});

/** How the world is changed: one branch for each kind of step. */
export const createHands = ({
  values,
  pause = 1000,
  rest = wait,
  marketplaces = noMarketplaces,
  beforeStart,
  ...access
}: HandsOptions): Hands => {
  const keepPace = createPace(pause);
  const github = createGitHub(access);
  const secrets: SecretWriter = {github, pause};
  const repositories: RepositoryWriter = {github, keepPace, rest};
  const runs: RunStarter = {...repositories, ...(beforeStart === undefined ? {} : {beforeStart})};
  const writer: MarketplaceWriter = {http: access.http, keepPace, ...marketplaces};
  return {
    'set-secret': async ({place, name, value}) => {
      await keepPace();
      return setSecret(secrets, place, name, heldValue(values, value));
    },
    'delete-secret': async ({place, name}) => {
      await keepPace();
      return deleteSecret(secrets, place, name);
    },
    'fork-repository': (step) => forkRepository(repositories, step),
    'sync-fork': (step) => syncFork(repositories, step),
    'create-repository': (step) => createRepository(repositories, step),
    'propose-change': (step) => proposeChange(repositories, step),
    ...runHands(runs),
    'commit-files': (step) => commitFiles(repositories, step),
    'edit-release': (step) => editRelease(repositories, step),
    'move-dist-tag': (step) => moveDistTag(writer, step),
    'deprecate-package': (step) => deprecatePackage(writer, step),
    'yank-crate': async (step) => yankCrate(writer, step),
    'retag-image': (step) => retagImage(writer, step),
    'delete-image-tag': (step) => deleteImageTag(writer, step),
    'release-snap': (step) => releaseSnap(writer, step),
    ...submissionHands(writer, rest),
  };
};
