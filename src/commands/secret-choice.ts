import type {Marketplace} from '../model/marketplace.ts';
import type {SecretPlace} from '../model/plan.ts';
import {readsUnlisted, type SecretName, unlistedPlace} from '../model/repository.ts';
import {automaticSecret, nearSecretOf} from '../model/secret-likeness.ts';
import {mostSecrets, secretNameFault, secretNameOf} from '../model/secret-rules.ts';
import type {PublishingJob} from '../model/workflow.ts';
import type {Options} from './options.ts';
import {namesRead, readersOf, type SecretKnowledge} from './secret-knowledge.ts';
import {WrongUse} from './wrong-use.ts';

/** The name and the place of a secret, and what a person should know of the choice. */
export type SecretChoice = {readonly name: string; readonly place: SecretPlace; readonly said: readonly string[]};

export const checkedName = (text: string): string => {
  const fault = secretNameFault(text.trim());
  if (fault !== undefined) throw new WrongUse(fault, 'Choose a name of letters, digits and underscores that does not begin with GITHUB_.');
  return secretNameOf(text);
};

const aliasesOf = (marketplaces: readonly Marketplace[]): readonly (readonly string[])[] =>
  marketplaces.flatMap(({token}) => (token === undefined ? [] : [token.names, ...(token.companions ?? [])]));

/** The name that the publishing job reads for a marketplace's token; its usual name where no job does. */
const nameFor = ({id, title, token}: Marketplace, {understanding}: SecretKnowledge): Pick<SecretChoice, 'name' | 'said'> => {
  const jobs = understanding.jobs.filter(({marketplace}) => marketplace === id);
  const [job] = [...jobs.filter(({isEnabled}) => isEnabled), ...jobs];
  const read = job?.secrets ?? [];
  const [known, ...others] = read.filter((name) => token?.names.includes(name.toUpperCase()));
  const chosen = known ?? (read.length === 1 ? read[0] : undefined);
  if (job !== undefined && chosen !== undefined) {
    const more = others.length > 0 ? ` It reads ${others.join(', ')} too.` : '';
    return {name: checkedName(chosen), said: [`${job.workflow.path} (${job.job.id}) publishes to ${title} and reads ${chosen}.${more}`]};
  }
  if (read.length > 1) throw new WrongUse(`The job that publishes to ${title} reads ${read.join(', ')}.`, 'Name the secret that is meant.');
  if (token?.names[0] === automaticSecret && chosen === undefined)
    throw new WrongUse(`${title} is reached with ${automaticSecret}, which GitHub gives to every run.`, 'Nothing is to be set for it.');
  if (token === undefined) throw new WrongUse(`${title} needs no secret of its own.`, 'Name a secret if a workflow reads one.');
  const why = job === undefined ? `No job publishes to ${title}` : `The job that publishes to ${title} reads no secret`;
  return {name: checkedName(token.names[0]), said: [`${why}; ${token.names[0]} is the usual name of its token.`]};
};

/** What is to be said of a name before a secret is set under it. */
const doubtsAbout = (name: string, knowledge: SecretKnowledge, marketplaces: readonly Marketplace[]): readonly string[] => {
  const {understanding, unseen} = knowledge;
  if (readersOf(name, knowledge).length > 0 || understanding.readsAnySecret === true || unseen.length > 0) return [];
  const near = nearSecretOf(name, namesRead(knowledge), aliasesOf(marketplaces));
  return near === undefined
    ? [`No workflow reads ${name}.`]
    : [`No workflow reads ${name}; ${readersOf(near, knowledge).join(', ')} reads ${near}. Set ${near}, or change the workflow.`];
};

const environmentsOf = (name: string, jobs: readonly PublishingJob[]): readonly string[] =>
  jobs
    .filter(({job}) => job.secrets.some((one) => one.toUpperCase() === name))
    .flatMap(({job}) => (job.environment === undefined || job.environment.includes('${{') ? [] : [job.environment]));

const isSame = (one: string | undefined, other: string) => one?.toLowerCase() === other.toLowerCase();

/** The level that the job reads the secret from: where it stands, the nearest to the job; a new one where the job's other secrets stand. */
const foundPlace = (name: string, {repository, secrets, understanding}: SecretKnowledge): Pick<SecretChoice, 'place' | 'said'> => {
  const environments = environmentsOf(name, understanding.jobs);
  const standing = secrets.filter((secret) => secret.name.toUpperCase() === name);
  const inEnvironment = (among: readonly SecretName[]) =>
    environments.find((one) => among.some(({environment}) => isSame(environment, one)));
  const isAtRepository = standing.some(({level}) => level === 'repository');
  const environment = inEnvironment(standing) ?? (isAtRepository ? undefined : inEnvironment(secrets));
  if (environment !== undefined)
    return {
      place: {level: 'environment', repository, environment},
      said: [`The job runs in the environment ${environment}, whose own secrets come first.`],
    };
  const isOrganizations = !isAtRepository && standing.some(({level}) => level === 'organization');
  const said = `The organization has a ${name} too; the repository's own comes first. Use --org ${repository.owner} to overwrite that one.`;
  return {place: {level: 'repository', repository}, said: isOrganizations ? [said] : []};
};

/** What the choice of a place can't know, because nobody could look there. */
const unlistedDoubts = (place: SecretPlace, name: string, {unlisted, understanding}: SecretKnowledge): readonly string[] => {
  const reached = place.level === 'environment' ? [place.environment] : environmentsOf(name, understanding.jobs);
  return unlisted
    .filter(
      (one) =>
        one.level === 'environment' && place.level !== 'organization' && reached.some((environment) => readsUnlisted([one], environment)),
    )
    .map((one) =>
      place.level === 'environment'
        ? `The secrets of ${unlistedPlace(one)} could not be listed, so any ${name} there would be overwritten unseen.`
        : `The secrets of ${unlistedPlace(one)} could not be listed; any ${name} there comes before the repository's. Use --env to set that one.`,
    );
};

/** Where the options say, else where the job reads it. */
const placeFor = (name: string, options: Options, knowledge: SecretKnowledge): Pick<SecretChoice, 'place' | 'said'> => {
  const {repository} = knowledge;
  const {environment, organization} = options;
  if (environment !== undefined && organization !== undefined) throw new WrongUse('--env and --org exclude each other.', 'Leave one out.');
  if (environment !== undefined) return {place: {level: 'environment', repository, environment}, said: []};
  if (organization !== undefined) return {place: {level: 'organization', organization, repositories: [repository]}, said: []};
  return foundPlace(name, knowledge);
};

/** The secret that stands at a place under a name; undefined: none does. */
export const standingAt = (place: SecretPlace, name: string, secrets: readonly SecretName[]): SecretName | undefined =>
  secrets.find(
    (secret) =>
      secret.level === place.level &&
      secret.name.toUpperCase() === name &&
      (place.level !== 'environment' || isSame(secret.environment, place.environment)),
  );

const countAt = (place: SecretPlace, secrets: readonly SecretName[]): number =>
  secrets.filter(
    ({level, environment}) => level === place.level && (place.level !== 'environment' || isSame(environment, place.environment)),
  ).length;

/** Refuses one secret more than GitHub takes. */
export const refuseWhenFull = (place: SecretPlace, name: string, secrets: readonly SecretName[]): void => {
  if (standingAt(place, name, secrets) !== undefined || countAt(place, secrets) < mostSecrets[place.level]) return;
  throw new WrongUse(
    `${mostSecrets[place.level]} secrets stand there already, and GitHub takes no more.`,
    'Delete one that nothing reads: portcall secret delete --unread.',
  );
};

/** What is set, where, and what there is to say of it. `word` is a marketplace's id or a secret's name. */
export const chooseSecret = (
  word: string,
  marketplace: Marketplace | undefined,
  options: Options,
  knowledge: SecretKnowledge,
  marketplaces: readonly Marketplace[],
): SecretChoice => {
  const {name, said} = marketplace === undefined ? {name: checkedName(word), said: []} : nameFor(marketplace, knowledge);
  const {place, said: saidOfPlace} = placeFor(name, options, knowledge);
  refuseWhenFull(place, name, knowledge.secrets);
  const doubts = marketplace === undefined ? doubtsAbout(name, knowledge, marketplaces) : [];
  return {name, place, said: [...said, ...saidOfPlace, ...unlistedDoubts(place, name, knowledge), ...doubts]};
};
