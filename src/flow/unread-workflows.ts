import {type Evidence, evidenceOf} from '../model/cell.ts';
import type {Marketplace} from '../model/marketplace.ts';
import type {WorkflowFile, WorkflowJob, WorkflowStep, WorkflowUnderstanding} from '../model/workflow.ts';
import type {KnownRepository} from './survey.ts';

export type UnreadWorkflow = WorkflowUnderstanding['unread'][number];

/** What steps and jobs look like in a text that nobody can parse: each action by itself, every script as one. */
const stepsIn = (text: string): readonly WorkflowStep[] => {
  const bare = {name: '', with: {}, env: {}, continuesOnError: false, line: 1};
  const actions = [...text.matchAll(/\buses:\s*['"]?([^\s'"@#]+)(?:@([^\s'"#]+))?/g)];
  return [{...bare, run: text}, ...actions.map(([, uses = '', ref = '']) => ({...bare, uses: uses.toLowerCase(), ref}))];
};

const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(/^\s+(?:(?:- )?name:\s*(.+)|([\w-]+):)\s*$/gm)].map((found) => found[1] ?? found[2] ?? '');

const knownSecrets = ({token}: Marketplace): readonly string[] => [...(token?.names ?? []), ...(token?.companions ?? []).flat()];

/** Whether a text that nobody can parse speaks of publishing to a marketplace: by a command, an action, a secret or a job's name. */
const speaksOf = (text: string, marketplace: Marketplace): boolean => {
  const {publishedBy} = marketplace;
  const secrets = knownSecrets(marketplace).filter((name) => name !== 'GITHUB_TOKEN');
  if (secrets.some((name) => new RegExp(`\\bsecrets\\.${name}\\b`, 'i').test(text))) return true;
  if (publishedBy === undefined) return false;
  const steps = stepsIn(text);
  const job: WorkflowJob = {id: '', name: '', needs: [], continuesOnError: false, hasMatrix: false, steps, secrets: [], line: 1};
  return (
    steps.some((step) => publishedBy.publishes(step, job) !== undefined) || namesIn(text).some((name) => publishedBy.jobNames.test(name))
  );
};

const mayConcern = (file: WorkflowFile | undefined, marketplace: Marketplace): boolean => {
  if (file === undefined) return true;
  return file.text === undefined ? file.isLeftOut === true : speaksOf(file.text, marketplace);
};

/** The workflow files that could not be understood and may publish to a marketplace; of one that is gone nobody says so. */
export const unreadFor = (marketplace: Marketplace, {understanding, workflows}: KnownRepository): readonly UnreadWorkflow[] =>
  (understanding.value?.unread ?? []).filter(({path}) =>
    mayConcern(
      workflows.value?.find((file) => file.path === path),
      marketplace,
    ),
  );

/** So many files are named; of the others it is said how many they are. */
const mostNamed = 5;

export const unreadEvidence = (unread: readonly UnreadWorkflow[]): readonly Evidence[] => {
  const named = unread.slice(0, mostNamed).map(({path, why, line}) => evidenceOf(`${path}${line === undefined ? '' : `:${line}`}: ${why}`));
  const more = unread.length - named.length;
  return more === 0 ? named : [...named, evidenceOf(`${more} more ${more === 1 ? 'file' : 'files'} like these.`)];
};
