import type {Secret} from '../github/actions-state.ts';
import {keyPairOf} from '../github/secret-key.ts';
import {findAccount, type GitHubState, type Repository} from '../github/state.ts';
import type {DemoSetting} from '../service.ts';
import {openBox} from './sealed-box.ts';

/** What a secret holds: what was sealed for its place, or what the world set before it began; empty: nobody can read it. */
const secretValue = (setting: DemoSetting, {name, sealed}: Secret): string =>
  sealed === undefined
    ? (setting.tokens[name] ?? '')
    : (openBox(Buffer.from(sealed.box, 'base64'), keyPairOf(sealed.place))?.toString('utf8') ?? '');

const valuesOf = (setting: DemoSetting, secrets: readonly Secret[]): Readonly<Record<string, string>> =>
  Object.fromEntries(secrets.map((secret) => [secret.name.toUpperCase(), secretValue(setting, secret)]));

/** The values that a run is given when it is queued: its organization's, and its repository's before them. */
export const secretValuesOf = (setting: DemoSetting, state: GitHubState, repository: Repository): Readonly<Record<string, string>> => {
  const organization = (findAccount(state, repository.owner)?.secrets ?? []).filter(
    ({visibility, selected}) =>
      visibility === 'all' || (visibility === 'private' ? repository.isPrivate : selected.includes(repository.id)),
  );
  return {
    ...valuesOf(setting, [...repository.organizationSecrets, ...organization]),
    ...valuesOf(setting, repository.secrets),
  };
};

/** The values of an environment, read when a job in it starts. */
export const environmentValuesOf = (
  setting: DemoSetting,
  repository: Repository,
  name: string | undefined,
): Readonly<Record<string, string>> =>
  valuesOf(setting, repository.environments.find((one) => one.name.toLowerCase() === name?.toLowerCase())?.secrets ?? []);
