import {repositoryApi} from '../../checks/family/github.ts';
import {findSecrets} from '../../checks/repository/secrets.ts';
import type {SecretPlace} from '../model/plan.ts';
import {type RepositoryName, repositoryText} from '../model/project.ts';
import type {SecretName, UnlistedSecrets} from '../model/repository.ts';
import {createLookup} from '../tools/lookup.ts';
import {refuseWhenFull} from './secret-choice.ts';
import {unlistedText} from './secret-knowledge.ts';
import {placeOf, planOf, setStepOf} from './secret-plan.ts';
import {type FoundValue, fitValue} from './secret-value.ts';
import {type SecretWork, undertake} from './secret-work.ts';
import {canAsk, exitCodes} from './surroundings.ts';
import {findSource} from './target.ts';
import {WrongUse} from './wrong-use.ts';

type Copied = {readonly place: SecretPlace; readonly name: string} & FoundValue;

/** A secret whose value nobody here knows. */
type Uncopied = {readonly name: string; readonly why: string; readonly command: string};

const valueAtHand = async (name: string, {kept, surroundings, options, questions}: SecretWork): Promise<FoundValue | undefined> => {
  const known = await kept.find(name);
  if (known !== undefined) return {handle: `${name} from the vault`, value: known, said: []};
  const set = surroundings.env[name];
  if (set !== undefined && set.trim() !== '') return fitValue(name, set, 'the environment');
  if (options.dryRun || options.yes || !canAsk(surroundings)) return undefined;
  const pasted = await questions.secret(`Paste the value of ${name}, or nothing to leave it out:`);
  return pasted.trim() === '' ? undefined : fitValue(name, pasted, 'the prompt');
};

const quoted = (text: string): string => (/^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

const commandOf = ({name, environment}: SecretName, to: RepositoryName): string =>
  `portcall secret set ${name} --repo ${repositoryText(to)}${environment === undefined ? '' : ` --env ${quoted(environment)}`}`;

/** Why a secret can't be copied, whatever its value; undefined: it can. */
const obstacleOf = async (secret: SecretName, {setting}: SecretWork, to: RepositoryName): Promise<string | undefined> => {
  if (secret.level === 'organization') return "It is the organization's.";
  if (secret.environment === undefined) return undefined;
  const url = repositoryApi(to, `/environments/${encodeURIComponent(secret.environment)}`);
  const isThere = await createLookup(setting.sources, new Map()).exists(url);
  return isThere ? undefined : `${repositoryText(to)} has no environment ${secret.environment}.`;
};

const sortOut = async (
  work: SecretWork,
  secrets: readonly SecretName[],
  to: RepositoryName,
): Promise<{readonly copied: readonly Copied[]; readonly left: readonly Uncopied[]}> => {
  const copied: Copied[] = [];
  const left: Uncopied[] = [];
  for (const secret of secrets) {
    const obstacle = await obstacleOf(secret, work, to);
    const value = obstacle === undefined ? await valueAtHand(secret.name, work) : undefined;
    const why = obstacle ?? 'Its value is neither in the vault nor in the environment, and GitHub shows it to nobody.';
    if (value === undefined) left.push({name: secret.name, why, command: commandOf(secret, to)});
    else copied.push({...value, place: placeOf(secret, to), name: secret.name});
  }
  return {copied, left};
};

const tellLeft = (left: readonly Uncopied[], {surroundings, options}: SecretWork): void => {
  if (options.json || left.length === 0) return;
  const lines = left.map(({name, why, command}) => `  ${name}: ${why} Run “${command}”.`);
  surroundings.print(`Not copied:\n${lines.join('\n')}\n`);
};

/** Sets the secrets of one repository at another, where their values are at hand, and says which have to be pasted. */
export const copySecrets = async (work: SecretWork): Promise<number> => {
  const {options, setting, surroundings, values} = work;
  const {to} = options;
  if (to === undefined) throw new WrongUse('“portcall secret copy” wants --to OWNER/NAME.', 'Name the repository that gets the secrets.');
  const {repository} = await findSource(options, setting, surroundings);
  if (repositoryText(repository).toLowerCase() === repositoryText(to).toLowerCase())
    throw new WrongUse('The secrets are there already: both repositories are the same.', 'Name another one with --to.');
  const lookup = createLookup({...setting.sources, believesAbsenceFor: 0}, new Map());
  const [{names: secrets, unlisted}, {names: standing, unlisted: unlistedThere}] = await Promise.all([
    findSecrets(lookup, repository),
    findSecrets(lookup, to),
  ]);
  const {copied, left} = await sortOut(work, secrets, to);
  for (const {place, name, handle, value} of copied) {
    refuseWhenFull(place, name, standing);
    if (value !== undefined) values.hold(handle, value);
  }
  const steps = copied.map(({place, name, handle}) => setStepOf(place, name, handle, standing));
  const plan = planOf('set the secrets', to, steps);
  const ofEither = (which: RepositoryName, places: readonly UnlistedSecrets[]) =>
    unlistedText(places).map((sentence) => `${repositoryText(which)}: ${sentence}`);
  const said = [...copied.flatMap((one) => one.said), ...ofEither(repository, unlisted), ...ofEither(to, unlistedThere)];
  if (plan === undefined && options.json)
    surroundings.print(`${JSON.stringify({formatVersion: 1, plan: null, outcomes: [], said, left}, undefined, 2)}\n`);
  const code = plan === undefined ? exitCodes.ok : await undertake(work, plan, standing, said, {more: {left}});
  tellLeft(left, work);
  return code === exitCodes.ok && left.length > 0 ? exitCodes.waiting : code;
};
