import {randomBytes} from 'node:crypto';
import {contextlite} from '../marketplaces/project.ts';
import {held} from '../marketplaces/routes.ts';
import {readSnapCredentials} from '../marketplaces/snap-credentials.ts';
import {loginOf} from '../marketplaces/snap-state.ts';
import {addOnce, did, make, type Page, type PageOutcome, pagesOf, showed, type Visit} from './page.ts';

const user = contextlite.publisher;

const signUp = ({world}: Visit): PageOutcome =>
  did(
    addOnce(world.marketplaces.snap.users, user)
      ? `Created the Ubuntu One account ${user} with a second factor.`
      : `${user} has an Ubuntu One account already, so nothing was created.`,
  );

const agree = ({world}: Visit): PageOutcome =>
  did(
    addOnce(world.marketplaces.snap.agreed, user)
      ? `Chose the name ${user} at the Snap Store and accepted its agreement.`
      : `${user} has accepted the agreement of the Snap Store before.`,
  );

/** The store takes names from those alone who accepted its agreement; the person who checks names is quick here. */
const register = ({world, query}: Visit): PageOutcome => {
  const {snaps, agreed} = world.marketplaces.snap;
  const name = query.get('snap_name') ?? query.get('name') ?? contextlite.name;
  const owner = held(snaps, name)?.publisher;
  if (owner !== undefined) return did(`The name ${name} is registered to ${owner} already.`);
  if (!agreed.includes(user)) return did('The Snap Store wants its agreement accepted first, at https://snapcraft.io/account.');
  const snapId = randomBytes(24).toString('base64url');
  const registeredAt = new Date(world.setting.now()).toISOString();
  const summary = contextlite.summary;
  snaps[name] = {name, snapId, publisher: user, summary, isPrivate: false, registeredAt, revisions: [], channels: []};
  return did(`Registered the name ${name} to ${user}.`);
};

/** The page tells of a command; the person runs it. */
const exportLogin = ({world}: Visit): PageOutcome => {
  const secret = make.snap(world.setting.now());
  const credentials = readSnapCredentials(secret);
  if (credentials !== undefined) world.marketplaces.snap.logins.push(loginOf(world.setting, credentials));
  return showed(`Ran snapcraft export-login as ${user}, as the page says.`, 'SNAPCRAFT_STORE_CREDENTIALS', secret);
};

export const snapPages: readonly Page[] = [
  ...pagesOf('login.ubuntu.com', [[/^(?:\/\+(?:new_account|login))?$/, signUp]]),
  ...pagesOf('snapcraft.io', [
    [/^\/account(?:\/.*)?$/, agree],
    [/^\/register-snap$/, register],
  ]),
  ...pagesOf('dashboard.snapcraft.io', [
    [/^\/dev\/(?:tos|account|agreements)(?:\/.*)?$/, agree],
    [/^\/register-snap$/, register],
  ]),
  ...pagesOf('documentation.ubuntu.com', [[/^\/snapcraft\/.*\/authenticate$/, exportLogin]]),
];
