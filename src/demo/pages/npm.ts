import {contextlite} from '../marketplaces/project.ts';
import {held} from '../marketplaces/routes.ts';
import {addOnce, did, make, type Page, type PageOutcome, pagesOf, showed, type Visit} from './page.ts';
import {ownPublisher, publisherText} from './person.ts';

const user = contextlite.publisher;

const signUp = ({world}: Visit): PageOutcome =>
  did(
    addOnce(world.marketplaces.npm.users, user)
      ? `Created the account ${user} at npm and confirmed its e-mail address.`
      : `${user} has an account at npm already, so nothing was created.`,
  );

const secure = ({world}: Visit): PageOutcome =>
  did(
    addOnce(world.marketplaces.npm.secured, user)
      ? `Turned on two-factor sign-in for ${user} with a security key.`
      : `Two-factor sign-in is on for ${user} already.`,
  );

const makeToken = ({world}: Visit): PageOutcome => {
  const secret = make.npm();
  world.marketplaces.npm.tokens.push({secret, user, kind: 'granular'});
  return showed(`Made a granular token of ${user} that may read and write packages and ends in 90 days.`, 'NPM_TOKEN', secret);
};

/** npm takes one publisher for each package, and none for a package that isn't there. */
const trust = ({world, query, parts: [name = '']}: Visit): PageOutcome => {
  const found = held(world.marketplaces.npm.packages, name);
  if (found === undefined) return did(`npm has no package ${name} yet, so no publisher can be trusted with it.`);
  if (found.maintainers[user] !== 'read-write') return did(`${user} does not maintain ${name}, so npm shows no form.`);
  found.trustedPublisher = ownPublisher(world, query);
  return did(`Made ${publisherText(found.trustedPublisher)} the trusted publisher of ${name}.`);
};

export const npmPages: readonly Page[] = pagesOf('www.npmjs.com', [
  [/^\/(?:signup|login)$/, signUp],
  [/^\/settings\/[^/]+\/(?:tfa|profile)(?:\/.*)?$/, secure],
  [/^\/settings\/[^/]+\/tokens(?:\/.*)?$/, makeToken],
  [/^\/package\/((?:@[^/]+\/)?[^/]+)\/access$/, trust],
]);
