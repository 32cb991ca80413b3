import type {Marketplace} from '../model/marketplace.ts';
import {automaticSecret} from '../model/secret-likeness.ts';
import type {WorkflowJob, WorkflowStep} from '../model/workflow.ts';
import type {BoundJob} from './bound-job.ts';
import type {RunningJob} from './running-job.ts';
import {stepText} from './script.ts';
import {secretsIn} from './secret-names.ts';

/** Secrets that exactly one marketplace knows; a name that several know tells nothing. */
type SecretOwners = ReadonlyMap<string, Marketplace>;

const knownSecrets = ({token}: Marketplace): readonly string[] =>
  token === undefined ? [] : [token.names, ...(token.companions ?? [])].flat().map((name) => name.toUpperCase());

export const secretOwnersOf = (marketplaces: readonly Marketplace[]): SecretOwners => {
  const owners = new Map<string, Marketplace | undefined>();
  for (const marketplace of marketplaces)
    for (const name of new Set(knownSecrets(marketplace))) owners.set(name, owners.has(name) ? undefined : marketplace);
  owners.delete(automaticSecret);
  return new Map([...owners].flatMap(([name, owner]) => (owner === undefined ? [] : [[name, owner] as const])));
};

const publishingWord = /publish|release|deploy|push|upload|submit|distribut|ship|bump|update/i;
const tests = /^(?:unit|integration|smoke)?[-_ ]*(?:tests?|lint|check|verify|e2e|audit|typecheck|validate)(?![a-z])/i;
const chores = /^(?:ci|format|bench(?:mark)?|codeql|docs?|build)(?![a-z])/i;

/** Work that names a marketplace without publishing there, such as `test-npm-package`. */
const isOtherWork = ({id, name}: WorkflowJob): boolean => {
  const last = id.split('/').at(-1) ?? id;
  return tests.test(last) || tests.test(name) || (chores.test(last) && !publishingWord.test(`${last} ${name}`));
};

/* A script that only installs, builds or tests reads a token to fetch private packages. */
const fetches =
  /\b(?:npm|pnpm|yarn|bun)\s+(?:ci|install|i|add|test|t|run\s+(?:test|lint|build)\S*)\b|\bpip\s+install\b|\bcargo\s+(?:build|test|check)\b|\bdocker\s+(?:login|pull|build)\b/;
const signsIn = /login|setup|cache|checkout|configure|install|auth/;

/** Whether what a step does is hidden in a script or action that nobody knows. */
const isOpaque = ({uses, run}: WorkflowStep): boolean =>
  uses === undefined ? run !== undefined && !fetches.test(run) : !signsIn.test(uses) || uses.startsWith('./');

const secretsOf = (bound: Pick<BoundJob, 'running' | 'marketplace' | 'steps'>): readonly string[] => {
  const known = knownSecrets(bound.marketplace);
  const {job, notHanded} = bound.running;
  const all = [...new Set([...job.secrets, ...notHanded])].filter((name) => name !== automaticSecret);
  const expected = all.filter((name) => known.includes(name));
  if (expected.length > 0) return expected;
  const near = secretsIn(bound.steps.map(stepText)).filter((name) => all.includes(name));
  return near.length > 0 ? near : all;
};

type Found = Pick<BoundJob, 'marketplace' | 'because' | 'steps'>;

const bySigns = ({job}: RunningJob, marketplaces: readonly Marketplace[]): readonly Found[] =>
  marketplaces.flatMap((marketplace) => {
    const reasons = job.steps.map((step) => ({step, because: marketplace.publishedBy?.publishes(step, job)}));
    const found = reasons.filter(({because}) => because !== undefined);
    const because = found[0]?.because;
    return because === undefined ? [] : [{marketplace, because, steps: found.map(({step}) => step)}];
  });

/** Steps that hand a secret which one marketplace alone knows to something opaque. */
const bySecrets = ({job}: RunningJob, owners: SecretOwners, taken: readonly WorkflowStep[]): readonly Found[] => {
  if (isOtherWork(job)) return [];
  const found = new Map<Marketplace, {because: string; steps: WorkflowStep[]}>();
  for (const step of job.steps.filter((one) => !taken.includes(one) && isOpaque(one)))
    for (const name of secretsIn([stepText(step)])) {
      const owner = owners.get(name);
      const isCalledFor = owner !== undefined && (publishingWord.test(`${job.id} ${job.name} ${step.name}`) || isNamedFor(job, owner));
      if (!isCalledFor) continue;
      const known = found.get(owner) ?? {because: `hands the secret ${name} to a script or action`, steps: []};
      known.steps.push(step);
      found.set(owner, known);
    }
  return [...found].map(([marketplace, told]) => ({marketplace, ...told}));
};

/** A job that calls a workflow elsewhere shows only what it hands over. */
const byHandedSecrets = ({job}: RunningJob, owners: SecretOwners): readonly Found[] => {
  const handed = job.hands?.secrets;
  if (handed === undefined || handed === 'inherit' || isOtherWork(job)) return [];
  const names = secretsIn(Object.values(handed));
  const found = new Map(names.flatMap((name) => (owners.has(name) ? [[owners.get(name) as Marketplace, name] as const] : [])));
  return [...found].map(([marketplace, name]) => ({marketplace, because: `hands the secret ${name} to the workflow it calls`, steps: []}));
};

const isNamedFor = ({id, name}: WorkflowJob, {publishedBy}: Marketplace): boolean =>
  publishedBy !== undefined && (publishedBy.jobNames.test(id) || publishedBy.jobNames.test(name));

/** Whether nothing but the marketplace's name stands there: `homebrew`, not `build-docker`. */
const isNothingElse = (job: WorkflowJob, {id, publishedBy}: Marketplace): boolean =>
  [job.id.split('/').at(-1) ?? '', job.name].some(
    (name) =>
      name.toLowerCase() === id ||
      (publishedBy?.jobNames.test(name) === true &&
        name.split(/[-_ ]+/).every((word) => word.length < 3 || publishedBy.jobNames.test(word))),
  );

const byName = ({job}: RunningJob, marketplaces: readonly Marketplace[]): readonly Found[] => {
  if (isOtherWork(job)) return [];
  const says = [job.id, job.name, ...job.steps.map(({name}) => name.replace(/^Run .*$/, ''))].some((name) => publishingWord.test(name));
  const named = marketplaces.filter((marketplace) => isNamedFor(job, marketplace) && (says || isNothingElse(job, marketplace)));
  // `release-docker` names a marketplace and only says that it releases.
  const chosen = named.length > 1 ? named.filter(({id}) => id !== 'github-releases') : named;
  return chosen.map((marketplace) => ({marketplace, because: `is named ${job.name === job.id ? job.id : `“${job.name}”`}`, steps: []}));
};

/** Where a job publishes: by its steps, then by the secrets it hands to what nobody knows, and only when neither tells by its name. */
export const bindJob = (running: RunningJob, marketplaces: readonly Marketplace[], owners: SecretOwners): readonly BoundJob[] => {
  const signed = bySigns(running, marketplaces);
  const taken = signed.flatMap(({steps}) => steps);
  const told = [...signed, ...bySecrets(running, owners, taken), ...byHandedSecrets(running, owners)];
  const shown = told.filter(({marketplace}, index) => told.findIndex((one) => one.marketplace === marketplace) === index);
  return (shown.length > 0 ? shown : byName(running, marketplaces)).map((found) => ({
    ...found,
    running,
    secrets: secretsOf({...found, running}),
  }));
};
