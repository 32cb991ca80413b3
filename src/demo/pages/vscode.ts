import {held} from '../marketplaces/routes.ts';
import {vscodePerson} from '../marketplaces/vscode-state.ts';
import {addOnce, did, make, type Page, type PageOutcome, pagesOf, showed, type Visit} from './page.ts';
import {loginOf} from './person.ts';

const createPublisher = (visit: Visit): PageOutcome => {
  const {publishers} = visit.world.marketplaces.vscode;
  const name = visit.query.get('name') ?? loginOf(visit.world);
  const found = held(publishers, name.toLowerCase());
  if (found !== undefined) return did(`The publisher ${found.name} is there already.`);
  publishers[name.toLowerCase()] = {name, members: [{...vscodePerson, role: 'Owner'}], extensions: {}};
  return did(`Created the publisher ${name} with a Microsoft account.`);
};

/** The workflow's own identity becomes a member, so that it needs no token. */
const addMember = ({world, parts: [name = '']}: Visit): PageOutcome => {
  const publisher = held(world.marketplaces.vscode.publishers, name.toLowerCase());
  if (publisher === undefined) return did(`The marketplace has no publisher ${name || 'of this account'} yet.`);
  const identity = {id: '6c1f7b3e-0000-4000-8000-000000000002', displayName: 'github-actions'};
  if (publisher.members.some(({id}) => id === identity.id)) return did(`The workflow’s identity is a member of ${publisher.name} already.`);
  publisher.members.push({...identity, role: 'Contributor'});
  return did(`Added the workflow’s identity to ${publisher.name} as Contributor.`);
};

const makeToken = ({world}: Visit): PageOutcome => {
  const secret = make.vscode();
  world.marketplaces.vscode.tokens.push({secret, ...vscodePerson});
  return showed('Made a token for all accessible organizations with Marketplace: Manage.', 'VSCE_PAT', secret);
};

/** One token in the namespace's settings of Open VSX, whose GitHub sign-in is the account. */
const makeOpenVsxToken = ({world}: Visit): PageOutcome => {
  const secret = make.openVsx();
  world.marketplaces.openVsx.tokens.push({secret, user: loginOf(world)});
  return showed(`Made an access token of ${loginOf(world)} at Open VSX.`, 'OVSX_PAT', secret);
};

const createNamespace = ({world}: Visit): PageOutcome => {
  const {namespaces} = world.marketplaces.openVsx;
  const name = loginOf(world);
  const namespace = held(namespaces, name.toLowerCase()) ?? {name, isVerified: false, members: [], extensions: {}};
  namespaces[name.toLowerCase()] = namespace;
  return did(addOnce(namespace.members, name) ? `Created the namespace ${name} at Open VSX.` : `The namespace ${name} is there already.`);
};

export const vscodePages: readonly Page[] = [
  ...pagesOf('marketplace.visualstudio.com', [
    [/^\/manage\/createpublisher$/, createPublisher],
    [/^\/manage(?:\/publishers(?:\/([^/]+))?(?:\/.*)?)?$/, addMember],
  ]),
  ...pagesOf('dev.azure.com', [[/^(?:\/[^/]+)?\/_usersSettings\/tokens$/, makeToken]]),
  ...pagesOf('open-vsx.org', [
    [/^\/user-settings\/tokens$/, makeOpenVsxToken],
    [/^\/user-settings\/namespaces$/, createNamespace],
  ]),
];
