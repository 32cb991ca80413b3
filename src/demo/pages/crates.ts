import {crateKey} from '../marketplaces/crates-state.ts';
import {held} from '../marketplaces/routes.ts';
import {addOnce, did, make, type Page, type PageOutcome, pagesOf, showed, type Visit} from './page.ts';
import {loginOf, ownPublisher, publisherText} from './person.ts';

const signIn = ({world}: Visit): PageOutcome =>
  did(
    addOnce(world.marketplaces.crates.users, loginOf(world))
      ? `Signed in to crates.io with GitHub as ${loginOf(world)}.`
      : `${loginOf(world)} has signed in to crates.io before, so nothing was created.`,
  );

/** Whoever opens it signs in with GitHub first. */
const confirm = ({world}: Visit): PageOutcome => {
  const {users, confirmed} = world.marketplaces.crates;
  const login = loginOf(world);
  const isNew = addOnce(users, login);
  if (!addOnce(confirmed, login)) return did(`The e-mail address of ${login} is confirmed at crates.io already.`);
  return did(`${isNew ? `Signed in to crates.io with GitHub as ${login}, gave` : 'Gave'} it an e-mail address and confirmed it.`);
};

/** Only the first publish needs the right to make crates; the rest is for later ones and for what is trusted. */
const makeToken = ({world}: Visit): PageOutcome => {
  const secret = make.crates();
  const scopes = ['publish-new', 'publish-update', 'trusted-publishing'] as const;
  world.marketplaces.crates.tokens.push({secret, user: loginOf(world), scopes});
  return showed(`Made a token of ${loginOf(world)} with ${scopes.join(', ')}.`, 'CARGO_REGISTRY_TOKEN', secret);
};

const trust = ({world, query, parts: [name = '']}: Visit): PageOutcome => {
  const {crates} = world.marketplaces;
  const crate = held(crates.crates, crateKey(name));
  if (crate === undefined) return did(`crates.io has no crate ${name} yet, so no publisher can be trusted with it.`);
  if (!crate.owners.includes(loginOf(world))) return did(`${loginOf(world)} does not own ${name}, so crates.io shows no form.`);
  const publisher = ownPublisher(world, query);
  const {owner: repository_owner, repository: repository_name, workflow: workflow_filename, environment = null} = publisher;
  const config = {repository_owner, repository_name, workflow_filename, environment};
  const isKnown = crate.trustedConfigs.some(({id: _, ...one}) => JSON.stringify(one) === JSON.stringify(config));
  if (isKnown) return did(`${name} trusts ${publisherText(publisher)} already.`);
  crate.trustedConfigs.push({id: crate.trustedConfigs.length + 1, ...config});
  return did(`Made ${name} trust ${publisherText(publisher)}.`);
};

export const cratesPages: readonly Page[] = pagesOf('crates.io', [
  [/^(?:\/login)?$/, signIn],
  [/^\/settings(?:\/profile)?$/, confirm],
  [/^\/(?:settings\/tokens(?:\/new)?|me)$/, makeToken],
  [/^\/crates\/([^/]+)\/settings(?:\/new-trusted-publisher)?$/, trust],
]);
