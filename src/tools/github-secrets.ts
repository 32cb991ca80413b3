import {setTimeout as wait} from 'node:timers/promises';
import * as z from 'zod';
import type {Done} from '../model/hands.ts';
import {placeText, type SecretPlace} from '../model/plan.ts';
import {Problem} from '../model/problem.ts';
import type {RepositoryName} from '../model/project.ts';
import {revealSecret, type Secret} from '../model/secret.ts';
import {asked, askedOrAbsent, type GitHub, readAs} from './github.ts';
import {isLost} from './lost-answers.ts';
import {sealedFor} from './sealed-box.ts';

const keySchema = z.object({key_id: z.string(), key: z.string()});
const secretSchema = z.object({updated_at: z.string(), visibility: z.enum(['all', 'private', 'selected']).optional()});
const idSchema = z.object({id: z.number()});

type StandingSecret = z.infer<typeof secretSchema> & {
  /** By GitHub's own clock; NaN: it doesn't say. */
  readonly age: number;
};

/** Where one secret is written and read: GitHub's own template, and what fills it. */
type Address = {readonly template: string; readonly parameters: Readonly<Record<string, string>>};

const addressOf = (place: SecretPlace): Address => {
  switch (place.level) {
    case 'repository':
      return {template: '/repos/{owner}/{repo}/actions/secrets', parameters: repositoryParameters(place.repository)};
    case 'environment':
      return {
        template: '/repos/{owner}/{repo}/environments/{environment_name}/secrets',
        parameters: {...repositoryParameters(place.repository), environment_name: place.environment},
      };
    case 'organization':
      return {template: '/orgs/{org}/actions/secrets', parameters: {org: place.organization}};
  }
};

const repositoryParameters = ({owner, name}: RepositoryName) => ({owner, repo: name});

export type SecretWriter = {
  readonly github: GitHub;
  /** Milliseconds before another look at what was just written; absent: 1000. */
  readonly pause?: number;
};

const findSecret = async ({github}: SecretWriter, place: SecretPlace, name: string): Promise<StandingSecret | undefined> => {
  const {template, parameters} = addressOf(place);
  const reply = await askedOrAbsent(() => github.request(`GET ${template}/{secret_name}`, {...parameters, secret_name: name}));
  if (reply === undefined) return undefined;
  const secret = readAs(secretSchema, reply.data);
  return {...secret, age: Date.parse(reply.headers.date ?? '') - Date.parse(secret.updated_at)};
};

const noSuchPlace = (place: SecretPlace) =>
  new Problem(
    'refused',
    `GitHub shows no ${placeText(place)} to this token.`,
    place.level === 'environment'
      ? "Make the environment in the repository's settings first, or use a token that may see it."
      : 'Check the spelling, and that the token may write its secrets.',
  );

const findKey = async ({github}: SecretWriter, place: SecretPlace) => {
  const {template, parameters} = addressOf(place);
  const reply = await askedOrAbsent(() => github.request(`GET ${template}/public-key`, {...parameters}));
  if (reply === undefined) throw noSuchPlace(place);
  return readAs(keySchema, reply.data);
};

const idOf = async ({github}: SecretWriter, repository: RepositoryName): Promise<number> => {
  const reply = await asked(() => github.request('GET /repos/{owner}/{repo}', repositoryParameters(repository)));
  return readAs(idSchema, reply.data).id;
};

/** Who may read an organization's secret: as before and the repositories named, never fewer. */
const visibilityOf = async (writer: SecretWriter, place: SecretPlace, name: string, before: StandingSecret | undefined) => {
  if (place.level !== 'organization') return {};
  const visibility = before?.visibility ?? (place.repositories.length === 0 ? 'all' : 'selected');
  if (visibility !== 'selected') return {visibility};
  const {github} = writer;
  const route = 'GET /orgs/{org}/actions/secrets/{secret_name}/repositories';
  const parameters = {org: place.organization, secret_name: name, per_page: 100};
  const listed = before === undefined ? [] : await asked(() => github.paginate(route, parameters));
  const named = await Promise.all(place.repositories.map((repository) => idOf(writer, repository)));
  return {visibility, selected_repository_ids: [...new Set([...listed.map(({id}) => id), ...named])]};
};

type Writing = {
  readonly send: () => Promise<unknown>;
  /** A sentence when the write is seen to have arrived; undefined: it isn't. */
  readonly look: () => Promise<string | undefined>;
  readonly what: string;
};

const unseen = (what: string) =>
  new Problem(
    'unexpected-answer',
    `GitHub took it and still does not show ${what}.`,
    'Look with `portcall secret list` in a minute, and do it again if its age says so.',
  );

const lookWhenLost = async ({look, what}: Writing): Promise<string | undefined> => {
  try {
    return await look();
  } catch (thrown) {
    if (!isLost(thrown)) throw thrown;
    throw new Problem(
      'unreachable',
      `The answer was lost, and GitHub can't be asked whether it shows ${what}.`,
      'Look with `portcall secret list` when GitHub can be reached, and do it again if its age says so.',
    );
  }
};

/** Sends a write and looks at what it did; one whose answer was lost is looked for before it is sent once more. */
const writeAndLook = async (writing: Writing, pause: number): Promise<Done> => {
  for (let tried = 1; ; tried++) {
    try {
      await writing.send();
      break;
    } catch (thrown) {
      if (!isLost(thrown)) throw thrown;
      const seen = await lookWhenLost(writing);
      if (seen !== undefined) return {note: `${seen} GitHub's answer was lost on the way.`};
      if (tried > 1) throw thrown;
    }
  }
  for (let looked = 1; looked <= 4; looked++) {
    const seen = await writing.look();
    if (seen !== undefined) return {note: seen};
    await wait(pause);
  }
  throw unseen(writing.what);
};

/** GitHub writes times to the second: only after that does a new time show that something new was set. */
const clear = 2000;

const waitUntilOlder = async (before: StandingSecret | undefined): Promise<void> => {
  if (before !== undefined && Math.abs(before.age) < clear) await wait(clear - before.age);
};

/** Seals a value for a place and sets it there; the note says when GitHub shows it as set. */
export const setSecret = async (writer: SecretWriter, place: SecretPlace, name: string, value: Secret): Promise<Done> => {
  const {template, parameters} = addressOf(place);
  const {key, key_id} = await findKey(writer, place);
  const before = await findSecret(writer, place, name);
  const visibility = await visibilityOf(writer, place, name, before);
  const encrypted_value = await sealedFor(key, revealSecret(value));
  await waitUntilOlder(before);
  return writeAndLook(
    {
      what: `the new value of ${name}`,
      send: () =>
        asked(() =>
          writer.github.request(`PUT ${template}/{secret_name}`, {
            ...parameters,
            secret_name: name,
            encrypted_value,
            key_id,
            ...visibility,
          }),
        ),
      look: async () => {
        const after = await findSecret(writer, place, name);
        if (after === undefined || after.updated_at === before?.updated_at) return undefined;
        return `${before === undefined ? 'Created' : 'Overwritten'}: GitHub shows it as set at ${after.updated_at}.`;
      },
    },
    writer.pause ?? 1000,
  );
};

/** Deletes a secret and sees that it is gone. */
export const deleteSecret = async (writer: SecretWriter, place: SecretPlace, name: string): Promise<Done> => {
  const {template, parameters} = addressOf(place);
  if ((await findSecret(writer, place, name)) === undefined) return {note: 'It was gone already: GitHub shows none of that name.'};
  return writeAndLook(
    {
      what: `that ${name} is gone`,
      send: () => askedOrAbsent(() => writer.github.request(`DELETE ${template}/{secret_name}`, {...parameters, secret_name: name})),
      look: async () => ((await findSecret(writer, place, name)) === undefined ? 'Deleted: GitHub no longer shows it.' : undefined),
    },
    writer.pause ?? 1000,
  );
};
