import {marketplaces} from '../../checks/index.ts';
import {isMarketplaceId} from '../model/marketplace-id.ts';
import type {SecretPlace, Step} from '../model/plan.ts';
import {createHeldValues} from '../tools/held-values.ts';
import {appendToLedger} from '../tools/ledger.ts';
import {keptValues} from './kept-values.ts';
import type {Options} from './options.ts';
import {createQuestions, hasLeft} from './questions.ts';
import {checkedName, chooseSecret} from './secret-choice.ts';
import {copySecrets} from './secret-copy.ts';
import {findSecretKnowledge, readersOf, type SecretKnowledge, unreadOf} from './secret-knowledge.ts';
import {listSecrets} from './secret-list.ts';
import {placeOf, planOf, setStepOf} from './secret-plan.ts';
import {findValue} from './secret-value.ts';
import {type SecretTools, type SecretWork, undertake} from './secret-work.ts';
import {createSetting} from './setting.ts';
import {exitCodes, type Surroundings} from './surroundings.ts';
import {WrongUse} from './wrong-use.ts';

const wordOf = ({words}: Options, what: string): string => {
  const [, , word] = words;
  if (word === undefined) throw new WrongUse(`“portcall secret ${words[1]}” wants ${what}.`, 'See portcall --help.');
  return word;
};

const setSecret = async (work: SecretWork): Promise<number> => {
  const {options, setting, surroundings, values} = work;
  const word = wordOf(options, 'the name of a secret, or a marketplace');
  const marketplace = isMarketplaceId(word) ? marketplaces.find(({id}) => id === word) : undefined;
  if (marketplace === undefined) checkedName(word);
  const knowledge = await findSecretKnowledge(options, setting, surroundings);
  const {name, place, said} = chooseSecret(word, marketplace, options, knowledge, marketplaces);
  const {handle, value, said: saidOfValue} = await findValue(name, work);
  if (value !== undefined) values.hold(handle, value);
  const plan = planOf('set a secret', knowledge.repository, [setStepOf(place, name, handle, knowledge.secrets)]);
  const concerned = marketplace === undefined ? {} : {marketplace};
  return plan === undefined ? exitCodes.ok : undertake(work, plan, knowledge.secrets, [...said, ...saidOfValue], concerned);
};

const standingPlaces = (name: string, {secrets, repository}: SecretKnowledge): readonly SecretPlace[] =>
  secrets.filter((secret) => secret.name.toUpperCase() === name).map((secret) => placeOf(secret, repository));

/** The one place a secret is deleted from: as named, else where it stands alone. */
const placeToDelete = (name: string, {environment, organization}: Options, knowledge: SecretKnowledge): SecretPlace => {
  const {repository} = knowledge;
  if (environment !== undefined) return {level: 'environment', repository, environment};
  if (organization !== undefined) return {level: 'organization', organization, repositories: []};
  const places = standingPlaces(name, knowledge);
  const own = places.filter(({level}) => level !== 'organization');
  const [place, ...others] = own;
  if (others.length > 0) throw new WrongUse(`${name} stands at several levels.`, 'Name the one that is meant with --env ENVIRONMENT.');
  if (place !== undefined) return place;
  if (places.length > 0)
    throw new WrongUse(`${name} is the organization's, which others may read.`, 'Name it with --org ORG to delete it all the same.');
  throw new WrongUse(`There is no secret ${name}.`, 'See portcall secret list.');
};

const deleteUnread = (knowledge: SecretKnowledge): readonly Step[] => {
  const {understanding, unseen, repository} = knowledge;
  if (understanding.readsAnySecret === true)
    throw new WrongUse(
      'A workflow reads secrets by names that are made up as it runs, so none can be called unread.',
      'Delete them by name.',
    );
  if (unseen.length > 0)
    throw new WrongUse(`${unseen.join(', ')} could not be read, so no secret can be called unread.`, 'Delete them by name.');
  return unreadOf(knowledge)
    .filter(({level}) => level !== 'organization')
    .map((secret) => ({kind: 'delete-secret', place: placeOf(secret, repository), name: secret.name}));
};

const deleteSecrets = async (work: SecretWork): Promise<number> => {
  const {options, setting, surroundings} = work;
  const word = options.unread ? undefined : checkedName(wordOf(options, 'the name of a secret, or --unread'));
  if (options.unread && options.words.length > 2) throw new WrongUse('--unread takes no name.', 'Leave one of the two out.');
  const knowledge = await findSecretKnowledge(options, setting, surroundings);
  const steps: readonly Step[] =
    word === undefined ? deleteUnread(knowledge) : [{kind: 'delete-secret', place: placeToDelete(word, options, knowledge), name: word}];
  const limits = options.unread ? ['Workflows were read on the default branch alone; those of other branches may read more.'] : [];
  const readers = steps.flatMap(({name}) => {
    const found = readersOf(name, knowledge);
    return found.length === 0 ? [] : [`${found.join(', ')} reads ${name}, and fails without it.`];
  });
  const plan = planOf(options.unread ? 'delete the secrets that no workflow reads' : 'delete a secret', knowledge.repository, steps);
  if (plan !== undefined) return undertake(work, plan, knowledge.secrets, [...limits, ...readers]);
  surroundings.print(
    options.json ? `${JSON.stringify({formatVersion: 1, plan: null, outcomes: []}, undefined, 2)}\n` : 'Every secret is read.\n',
  );
  return exitCodes.ok;
};

const runOne = async (work: SecretWork): Promise<number> => {
  const {options, setting, surroundings} = work;
  switch (options.words[1]) {
    case 'set':
      return setSecret(work);
    case 'list':
      return listSecrets(await findSecretKnowledge(options, setting, surroundings), marketplaces, options, surroundings);
    case 'delete':
      return deleteSecrets(work);
    case 'copy':
      return copySecrets(work);
    default:
      throw new WrongUse('“portcall secret” wants set, list, delete or copy.', 'See portcall --help.');
  }
};

/** Sets, lists, deletes and copies secrets; each write is a plan that is shown and agreed to. */
export const runSecret = async (options: Options, surroundings: Surroundings, given: Partial<SecretTools> = {}): Promise<number> => {
  const values = createHeldValues();
  try {
    const setting = await createSetting(options, surroundings, () => {}, new AbortController().signal);
    const questions = given.questions ?? createQuestions();
    const kept = given.kept ?? surroundings.store ?? keptValues(surroundings, questions);
    const ledger = given.ledger ?? {record: (entry) => appendToLedger(setting.stateFolder, entry)};
    return await runOne({
      questions,
      kept,
      ledger,
      ...(given.pause === undefined ? {} : {pause: given.pause}),
      options,
      surroundings,
      setting,
      values,
    });
  } catch (failure) {
    if (hasLeft(failure)) return exitCodes.interrupted;
    throw failure;
  } finally {
    values.forget();
  }
};
