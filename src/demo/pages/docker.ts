import {contextlite} from '../marketplaces/project.ts';
import {held} from '../marketplaces/routes.ts';
import {addOnce, did, make, type Page, type PageOutcome, pagesOf, showed, type Visit} from './page.ts';

const user = contextlite.publisher;

const signUp = ({world}: Visit): PageOutcome =>
  did(
    addOnce(world.marketplaces.docker.users, user)
      ? `Created the account ${user} at Docker and confirmed its e-mail address.`
      : `${user} has an account at Docker already, so nothing was created.`,
  );

const secure = ({world}: Visit): PageOutcome =>
  did(
    addOnce(world.marketplaces.docker.secured, user)
      ? `Turned on two-factor sign-in for ${user} at Docker.`
      : `Two-factor sign-in is on for ${user} at Docker already.`,
  );

const makeToken = ({world}: Visit): PageOutcome => {
  const secret = make.docker();
  const createdAt = new Date(world.setting.now()).toISOString();
  world.marketplaces.docker.tokens.push({secret, label: 'github-actions', user, scope: 'repo:write', createdAt});
  return showed(`Made an access token of ${user} with Read & Write.`, 'DOCKERHUB_TOKEN', secret);
};

const showPublicly = ({world}: Visit, name: string): PageOutcome => {
  const {repositories} = world.marketplaces.docker;
  const found = held(repositories, name);
  if (found !== undefined) {
    const wasPublic = found.isPublic;
    found.isPublic = true;
    return did(wasPublic ? `${name} is there and public already.` : `Made ${name} public.`);
  }
  const createdAt = new Date(world.setting.now()).toISOString();
  repositories[name] = {isPublic: true, tags: {}, pushedAt: {}, stored: {}, createdAt, pullCount: 0};
  return did(`Created the public repository ${name} at Docker Hub.`);
};

const create = (visit: Visit): PageOutcome =>
  showPublicly(visit, `${visit.query.get('namespace') ?? user}/${visit.query.get('name') ?? contextlite.name}`);

export const dockerPages: readonly Page[] = [
  ...pagesOf('app.docker.com', [
    [/^\/(?:signup|login)$/, signUp],
    [/^\/settings\/personal-access-tokens(?:\/.*)?$/, makeToken],
    [/^\/settings(?:\/(?:2fa|security|account)(?:\/.*)?)?$/, secure],
  ]),
  ...pagesOf('hub.docker.com', [
    [/^\/signup$/, signUp],
    [/^\/repository\/create$/, create],
    [/^\/repository\/docker\/([^/]+)\/([^/]+)(?:\/.*)?$/, (visit) => showPublicly(visit, visit.parts.slice(0, 2).join('/'))],
  ]),
];
