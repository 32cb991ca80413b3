import {findGitHubRights} from '../../checks/family/github-rights.ts';
import {marketplaces as every} from '../../checks/index.ts';
import type {Marketplace} from '../model/marketplace.ts';
import {safeLine} from '../model/safe-text.ts';
import {Secret} from '../model/secret.ts';
import {unusualNameRead} from '../model/token-names.ts';
import {tokenTextOf} from '../model/token-text.ts';
import type {PublishingJob} from '../model/workflow.ts';
import {createLookup} from '../tools/lookup.ts';
import {runCalendar} from './calendar-command.ts';
import {marketplaceNamed} from './near-word.ts';
import type {Options} from './options.ts';
import {createQuestions, hasLeft, type Questions} from './questions.ts';
import {createSetting} from './setting.ts';
import {clientIdOf, signInWithDevice} from './sign-in.ts';
import {canAsk, exitCodes, type Surroundings} from './surroundings.ts';
import {findTokenProject} from './token-project.ts';
import {findTokenFor, type TestedToken, type TokenSession, testTokenFor} from './token-session.ts';
import {gitHubRightsText, tokensDocument, tokensExitCode, tokensText} from './token-table.ts';
import {companionsIn, type FoundToken} from './tokens.ts';
import {needlessTokensOf, trustText} from './trust-text.ts';
import {vaultStore} from './vault-store.ts';

const chosenOf = ({words}: Options, wanted: readonly Marketplace[]): readonly Marketplace[] => {
  const ids = words.slice(1).map((id) => marketplaceNamed(id));
  return (ids.length === 0 ? wanted : every.filter(({id}) => ids.includes(id))).filter(({token}) => token !== undefined);
};

const askForCode = async ({setting, surroundings}: TokenSession): Promise<FoundToken> => {
  const clientId = clientIdOf(surroundings.env, setting.configuration);
  const {token} = await signInWithDevice({
    http: setting.sources.http,
    clientId,
    now: surroundings.now,
    show: ({userCode, page}) => surroundings.print(`Open ${safeLine(page)} and type ${safeLine(userCode)} there.\n`),
  });
  return {name: 'GITHUB_TOKEN', secret: token, companions: {}, source: 'pasted'};
};

/** Asks for the token where a person is at the terminal; undefined: nothing was pasted. */
const askForToken = async (marketplace: Marketplace, session: TokenSession, questions: Questions): Promise<FoundToken | undefined> => {
  const {title, token} = marketplace;
  const {surroundings, setting} = session;
  const [name = '', ...others] = token?.names ?? [];
  const canSignIn = marketplace.id === 'github-releases' && clientIdOf(surroundings.env, setting.configuration) !== undefined;
  if (canSignIn && (await questions.confirm('Sign in to GitHub with a code that you type there?'))) return askForCode(session);
  surroundings.print(`No ${name} was found. Make one at ${token?.makeAt}\nIt needs: ${token?.leastRights}\n`);
  const {value, said} = tokenTextOf(await questions.secret(`Paste the token for ${title}:`), [name, ...others]);
  for (const sentence of said) surroundings.print(`${sentence}\n`);
  if (value.trim() === '') {
    surroundings.print('Nothing was pasted.\n');
    return undefined;
  }
  return {name, secret: value, companions: companionsIn(marketplace, surroundings.env), source: 'pasted'};
};

/** What turned out to be good for something is offered to be kept. */
const offerToKeep = async ({found, test}: TestedToken, {surroundings}: TokenSession, questions: Questions) => {
  const {store, print} = surroundings;
  if (store === undefined || found?.source !== 'pasted') return;
  if (!['valid', 'valid-rights-unknown', 'untestable', 'undetermined'].includes(test.verdict)) return;
  if (await questions.confirm(`Keep it as ${found.name} for later runs?`))
    print(`${safeLine(await store.keep(found.name, new Secret(found.secret)))}\n`);
};

/** The name by which the job that publishes there reads the token, where it isn't the usual one. */
const readAsOf = ({id, token}: Marketplace, jobs: readonly PublishingJob[]): Pick<TestedToken, 'readAs'> => {
  const own = jobs.filter(({marketplace}) => marketplace === id);
  const job = own.find(({isEnabled}) => isEnabled) ?? own[0];
  const readAs = token && unusualNameRead(token.names, job?.secrets ?? []);
  return readAs === undefined ? {} : {readAs};
};

const testAll = async (
  chosen: readonly Marketplace[],
  jobs: readonly PublishingJob[],
  session: TokenSession,
  options: Options,
  questions: Questions,
) => {
  const mayAsk = session.isChosen && chosen.length === 1 && !options.json && canAsk(session.surroundings);
  const one = async (marketplace: Marketplace): Promise<TestedToken> => {
    const found = await findTokenFor(marketplace, session);
    const own = found ?? (mayAsk ? await askForToken(marketplace, session, questions) : undefined);
    return {...(await testTokenFor(marketplace, own, session)), ...readAsOf(marketplace, jobs)};
  };
  return Promise.all(chosen.map(one));
};

/** What GitHub's token may do, where it is among what was asked for; empty: it isn't, or GitHub doesn't say. */
const findRightsText = async (tested: readonly TestedToken[], {setting, project}: TokenSession): Promise<string> => {
  const {signIn, sources} = setting;
  if (signIn === undefined || !tested.some(({marketplace}) => marketplace === 'github-releases')) return '';
  const rights = await findGitHubRights(createLookup(sources, new Map()), project.repository).catch(() => []);
  return rights.length === 0 ? '' : `\n${gitHubRightsText(rights, signIn)}\n`;
};

/** Which tokens a trusted publisher makes needless; what a marketplace serves says which form is meant, and is left out where it can't be had. */
const findTrustText = async (chosen: readonly Marketplace[], jobs: readonly PublishingJob[], {setting, project}: TokenSession) => {
  const needless = needlessTokensOf(chosen, jobs);
  const lookup = createLookup(setting.sources, new Map());
  const served = needless.map(async ({marketplace}) => {
    const publication = await marketplace.findPublication(lookup, project).catch(() => undefined);
    return [marketplace, publication] as const;
  });
  const publications = new Map(await Promise.all(served));
  return trustText(needless, project, (marketplace) => publications.get(marketplace));
};

/** Tests every marketplace's token, or the ones that are named; with --calendar it tells when they end. */
export const runTokens = async (options: Options, given: Surroundings, questions: Questions = createQuestions()): Promise<number> => {
  if (options.rotate) return (await import('./rotate.ts')).runRotate(chosenOf(options, every), options, given, questions);
  const surroundings = {...given, store: given.store ?? vaultStore(given, questions)};
  try {
    const setting = await createSetting(options, surroundings, () => {}, new AbortController().signal);
    const chosen = chosenOf(options, setting.marketplaces);
    const {project, jobs} = await findTokenProject(options, setting, surroundings);
    const session: TokenSession = {setting, surroundings, project, isChosen: options.words.length > 1};
    const tested = await testAll(chosen, jobs, session, options, questions);
    if (options.calendar) return await runCalendar(tested, chosen, session, options);
    if (options.json) surroundings.print(`${JSON.stringify(tokensDocument(tested), undefined, 2)}\n`);
    else surroundings.print(`${tokensText(tested)}\n${await findRightsText(tested, session)}${await findTrustText(chosen, jobs, session)}`);
    for (const one of tested) await offerToKeep(one, session, questions);
    return tokensExitCode(tested);
  } catch (failure) {
    if (hasLeft(failure)) return exitCodes.interrupted;
    throw failure;
  }
};
