import type {SurveyEvent} from '../flow/event.ts';
import type {Store} from '../flow/store.ts';
import type {Survey} from '../flow/survey.ts';
import type {Marketplace} from '../model/marketplace.ts';
import {packageNameOf} from '../model/project.ts';
import {companionsIn} from './tokens.ts';

/** The account a row is about, by what was seen of it, else by the package's own name. */
const accountOf = ({id}: Marketplace, {rows, project}: Survey): string | undefined => {
  const account = rows[id].account.value;
  if (account?.kind === 'owns' || account?.kind === 'exists') return account.name;
  const [owner, image] = project === undefined ? [] : packageNameOf(project, id).name.split('/');
  return image === undefined ? undefined : owner;
};

/** What must be set beside a token: from the environment; a user name that is not there is the account the row is about. */
export const findCompanions = (
  marketplace: Marketplace,
  env: Readonly<Record<string, string | undefined>>,
  survey: Pick<Store<Survey, SurveyEvent>, 'get'>,
): {readonly companions: Readonly<Record<string, string>>; readonly said: readonly string[]} => {
  const companions = {...companionsIn(marketplace, env)};
  const said: string[] = [];
  for (const [name] of marketplace.token?.companions ?? []) {
    const account = accountOf(marketplace, survey.get());
    if (companions[name] !== undefined || account === undefined || !/USER/.test(name)) continue;
    companions[name] = account;
    said.push(`${name} is not set, so it is taken as ${account}’s.`);
  }
  return {companions, said};
};
