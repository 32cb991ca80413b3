import {marketplaces} from '../../checks/index.ts';
import type {Marketplace} from '../model/marketplace.ts';
import {isMarketplaceId} from '../model/marketplace-id.ts';
import {placeText, type SecretPlace, type SecretStep} from '../model/plan.ts';
import {safeLine} from '../model/safe-text.ts';
import {createHeldValues} from '../tools/held-values.ts';
import {appendToLedger} from '../tools/ledger.ts';
import type {Options} from './options.ts';
import {createQuestions, hasLeft} from './questions.ts';
import {checkedName, chooseSecret, type SecretChoice, standingAt} from './secret-choice.ts';
import {copySecrets} from './secret-copy.ts';
import {findSecretKnowledge, mayStandUnlisted, readersOf, type SecretKnowledge, unlistedText, unreadOf} from './secret-knowledge.ts';
import {listSecrets} from './secret-list.ts';
import {knowledgeAfter, type Misname, misnameFor, patchOffer, patchSaid} from './secret-misname.ts';
import {placeOf, planOf, planToSet, setStepOf} from './secret-plan.ts';
import {findValue} from './secret-value.ts';
import {type SecretTools, type SecretWork, undertake} from './secret-work.ts';
import {createSetting} from './setting.ts';
import {canAsk, exitCodes, type Surroundings} from './surroundings.ts';
import {vaultStore} from './vault-store.ts';
import {WrongUse} from './wrong-use.ts';

const wordOf = ({words}: Options, what: string): string => {
  const [, , word] = words;
  if (word === undefined) throw new WrongUse(`“portcall secret ${words[1]}” wants ${what}.`, 'See portcall help secret.');
  return word;
};

const withOffer = (choice: SecretChoice, misname: Misname | undefined, knowledge: SecretKnowledge): SecretChoice =>
  misname === undefined || knowledge.understanding.readsAnySecret === true || mayStandUnlisted(misname.wrong, knowledge)
    ? choice
    : {...choice, said: [...choice.said, patchOffer(misname, knowledge)]};

/** Before a person is asked for a value: what it is set as and where. Gives what is left to say with the plan. */
const sayBeforeAsking = ({options, surroundings}: SecretWork, {name, place, said}: SecretChoice, {secrets}: SecretKnowledge) => {
  if (options.dryRun || !canAsk(surroundings)) return said;
  const rest = standingAt(place, name, secrets) === undefined ? 'none is there yet' : 'it overwrites the one that is there';
  const tell = options.json ? surroundings.tell : surroundings.print;
  for (const sentence of [...said, `This sets secret ${name} of ${placeText(place)}; ${rest}.`]) tell(`${safeLine(sentence, 2000)}\n`);
  return options.json ? said : [];
};

/** Sets the secret under its right name and proposes that the workflow reads it there. */
const setWithPatch = async (
  work: SecretWork,
  misname: Misname | undefined,
  knowledge: SecretKnowledge,
  concerned: {readonly marketplace?: Marketplace},
): Promise<number> => {
  const {options, setting, values} = work;
  if (misname === undefined)
    throw new WrongUse('Every name that is read there is right, or no known name comes near it.', 'Leave --patch out.');
  const {right, wrong} = misname;
  const choice = chooseSecret(right, undefined, options, knowledgeAfter(misname, knowledge), marketplaces);
  const {findPatchGround, patchPlanOf} = await import('./secret-patch.ts');
  const ground = await findPatchGround(knowledge.repository, setting);
  const planWith = (handle: string) => patchPlanOf(misname, ground, [setStepOf(choice.place, right, handle, knowledge.secrets)]);
  if (planWith('') === undefined)
    throw new WrongUse(`The workflows can't be changed by themselves to read ${right}.`, `Change ${wrong} there by hand.`);
  const before = sayBeforeAsking(work, {...choice, said: [patchSaid(misname, knowledge), ...choice.said]}, knowledge);
  const {handle, value, said} = await findValue(right, work);
  if (value !== undefined) values.hold(handle, value);
  const plan = planWith(handle);
  const sentences = [...before, ...said];
  return plan === undefined ? exitCodes.ok : undertake(work, plan, knowledge.secrets, sentences, concerned);
};

const setSecret = async (work: SecretWork): Promise<number> => {
  const {options, setting, surroundings, values} = work;
  const word = wordOf(options, 'the name of a secret, or a marketplace');
  const marketplace = isMarketplaceId(word) ? marketplaces.find(({id}) => id === word) : undefined;
  if (marketplace === undefined) checkedName(word);
  const knowledge = await findSecretKnowledge(options, setting, surroundings);
  const misname = misnameFor(word, marketplace, knowledge, marketplaces);
  const concerned = marketplace === undefined ? {} : {marketplace};
  if (options.patch) return setWithPatch(work, misname, knowledge, concerned);
  const choice = withOffer(chooseSecret(word, marketplace, options, knowledge, marketplaces), misname, knowledge);
  const before = sayBeforeAsking(work, choice, knowledge);
  const {handle, value, said} = await findValue(choice.name, work);
  if (value !== undefined) values.hold(handle, value);
  const plan = planToSet(choice, handle, knowledge);
  return plan === undefined ? exitCodes.ok : undertake(work, plan, knowledge.secrets, [...before, ...said], concerned);
};

const standingPlaces = (name: string, {secrets, repository}: SecretKnowledge): readonly SecretPlace[] =>
  secrets.filter((secret) => secret.name.toUpperCase() === name).map((secret) => placeOf(secret, repository));

/** The one place a secret is deleted from: as named, else where it stands alone. */
const placeToDelete = (name: string, {environment, organization}: Options, knowledge: SecretKnowledge): SecretPlace => {
  const {repository, unlisted} = knowledge;
  if (environment !== undefined) return {level: 'environment', repository, environment};
  if (organization !== undefined) return {level: 'organization', organization, repositories: []};
  const places = standingPlaces(name, knowledge);
  const own = places.filter(({level}) => level !== 'organization');
  const [place, ...others] = own;
  if (others.length > 0) throw new WrongUse(`${name} stands at several levels.`, 'Name the one that is meant with --env ENVIRONMENT.');
  if (place !== undefined) return place;
  if (places.length > 0)
    throw new WrongUse(`${name} is the organization's, which others may read.`, 'Name it with --org ORG to delete it all the same.');
  if (unlisted.length > 0)
    throw new WrongUse(
      `There is no secret ${name} where secrets could be listed. ${unlistedText(unlisted).join(' ')}`,
      'Name the place with --env ENVIRONMENT or --org ORG, or use a token that may list it.',
    );
  throw new WrongUse(`There is no secret ${name}.`, 'See portcall secret list.');
};

const deleteUnread = (knowledge: SecretKnowledge): readonly SecretStep[] => {
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
  const steps: readonly SecretStep[] =
    word === undefined ? deleteUnread(knowledge) : [{kind: 'delete-secret', place: placeToDelete(word, options, knowledge), name: word}];
  const limits = [
    ...(options.unread ? ['Workflows were read on the default branch alone; those of other branches may read more.'] : []),
    ...unlistedText(knowledge.unlisted),
  ];
  const readers = steps.flatMap(({name}) => {
    const found = readersOf(name, knowledge);
    return found.length === 0 ? [] : [`${found.join(', ')} reads ${name}, and fails without it.`];
  });
  const plan = planOf(options.unread ? 'delete the secrets that no workflow reads' : 'delete a secret', knowledge.repository, steps);
  if (plan !== undefined) return undertake(work, plan, knowledge.secrets, [...limits, ...readers]);
  surroundings.print(
    options.json
      ? `${JSON.stringify({formatVersion: 1, plan: null, outcomes: [], said: limits}, undefined, 2)}\n`
      : `${[knowledge.unlisted.length === 0 ? 'Every secret is read.' : 'Every secret that could be listed is read.', ...unlistedText(knowledge.unlisted)].join('\n')}\n`,
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
      throw new WrongUse('“portcall secret” wants set, list, delete or copy.', 'See portcall help secret.');
  }
};

/** Sets, lists, deletes and copies secrets; each write is a plan that is shown and agreed to. */
export const runSecret = async (options: Options, surroundings: Surroundings, given: Partial<SecretTools> = {}): Promise<number> => {
  const values = createHeldValues();
  try {
    const setting = await createSetting(options, surroundings, () => {}, new AbortController().signal);
    const questions = given.questions ?? createQuestions();
    const kept = given.kept ?? surroundings.store ?? vaultStore(surroundings, questions);
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
