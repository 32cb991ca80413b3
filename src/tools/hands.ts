import {setTimeout as wait} from 'node:timers/promises';
import type {Hands} from '../model/hands.ts';
import {Problem} from '../model/problem.ts';
import type {Secret} from '../model/secret.ts';
import {createGitHub, type GitHubAccess} from './github.ts';
import {proposeChange} from './github-changes.ts';
import {forkRepository, syncFork} from './github-forks.ts';
import {createRepository} from './github-repositories.ts';
import type {RepositoryWriter} from './github-repository.ts';
import {deleteSecret, type SecretWriter, setSecret} from './github-secrets.ts';
import type {HeldValues} from './held-values.ts';

export type HandsOptions = GitHubAccess & {
  readonly values: HeldValues;
  /** Milliseconds between two writes, as GitHub asks for, and before another look; absent: 1000. */
  readonly pause?: number;
  /** How it is waited for what GitHub makes in the background; absent: by the clock. */
  readonly rest?: (milliseconds: number) => Promise<void>;
};

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

/** How the world is changed: one branch for each kind of step. */
export const createHands = ({values, pause = 1000, rest = wait, ...access}: HandsOptions): Hands => {
  const keepPace = createPace(pause);
  const github = createGitHub(access);
  const secrets: SecretWriter = {github, pause};
  const repositories: RepositoryWriter = {github, keepPace, rest};
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
  };
};
