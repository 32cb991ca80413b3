import type {DemoReply} from '../../service.ts';
import {addCommit, addRepository, freshId} from '../new-repository.ts';
import {hiddenFrom, invalid, noOrganizationMember, notFound, unprocessable} from '../refusals.ts';
import {type Call, ok, type PlainRoute, type RepositoryRoute} from '../route.ts';
import {textIn} from '../sent-body.ts';
import {fullRepository} from '../shapes/repository.ts';
import {type Account, findAccount, findRepository, type Repository, timeText} from '../state.ts';
import {hasScope, maySee} from '../viewer.ts';
import {lacksAdministration, toSignedIn, toWriters, type Writing} from '../writes.ts';

/** GitHub puts a hyphen where a name can't hold a character. */
const nameIn = (writing: Writing<Call>): string => textIn(writing.body, 'name').replace(/[^\w.-]+/g, '-');

/** Undefined: nothing speaks against it. */
const refusalOf = (writing: Writing<Call>, owner: Account): DemoReply | undefined => {
  const {state, account, body, token} = writing;
  const name = nameIn(writing);
  const fault = {resource: 'Repository', field: 'name'};
  if (owner.type === 'Organization' && !owner.owners?.includes(account.login)) return noOrganizationMember();
  if (name === '' || name.length > 100) return invalid({...fault, code: 'missing_field'});
  if (findRepository(state, owner.login, name))
    return invalid({...fault, code: 'custom', message: 'name already exists on this account'}, 'Repository creation failed.');
  return body['private'] === true && token.kind === 'classic' && !hasScope(token, 'repo') ? hiddenFrom('repo') : undefined;
};

const createFor = (writing: Writing<Call>, owner: Account, more: Partial<Repository>): Repository => {
  const {state, setting, body} = writing;
  const now = timeText(setting.now());
  return addRepository(state, {
    id: freshId(state),
    owner: owner.login,
    name: nameIn(writing),
    description: textIn(body, 'description') || null,
    isPrivate: body['private'] === true,
    isTemplate: body['is_template'] === true,
    pushers: owner.owners ?? [],
    createdAt: now,
    pushedAt: now,
    ...more,
  });
};

const create = (writing: Writing<Call>, owner: Account): DemoReply => {
  const {state, viewer, account, body} = writing;
  const refusal = refusalOf(writing, owner);
  if (refusal) return refusal;
  const repository = createFor(writing, owner, {});
  if (body['auto_init'] === true) {
    const files = new Map([['README.md', Buffer.from(`# ${repository.name}\n${repository.description ?? ''}`)]]);
    addCommit(repository, 'main', {files, message: 'Initial commit', author: account.login, date: repository.createdAt});
  }
  return {status: 201, body: fullRepository(state, repository, viewer)};
};

/** Copies a template's files as one first commit, in the background. */
const generate = (writing: Writing<Call>): DemoReply => {
  const {state, setting, viewer, account, body, parameters} = writing;
  const template = findRepository(state, parameters['template_owner'] ?? '', parameters['template_repo'] ?? '');
  const owner = textIn(body, 'owner') === '' ? account : findAccount(state, textIn(body, 'owner'));
  const source = template?.commits.get(template.branches.get(template.defaultBranch) ?? '');
  if (!template?.isTemplate || !maySee(viewer, template) || !source || !owner) return notFound();
  if (owner.type === 'User' && owner.login !== account.login)
    return unprocessable(`${account.login} cannot create a repository for ${owner.login}.`);
  const refusal = refusalOf(writing, owner);
  if (refusal) return refusal;
  const repository = createFor(writing, owner, {language: template.language, defaultBranch: template.defaultBranch});
  addCommit(repository, repository.defaultBranch, {
    files: source.files,
    message: 'Initial commit',
    author: account.login,
    date: repository.createdAt,
  });
  repository.arriving = {at: setting.now() + state.forkTime, branches: new Map(repository.branches)};
  repository.branches.clear();
  return {status: 201, body: fullRepository(state, repository, viewer)};
};

export const newRepositoryRoutes: readonly PlainRoute[] = [
  {method: 'POST', template: '/user/repos', answer: toSignedIn(lacksAdministration, (writing) => create(writing, writing.account))},
  {
    method: 'POST',
    template: '/orgs/{org}/repos',
    answer: toSignedIn(lacksAdministration, (writing) => {
      const organization = findAccount(writing.state, writing.parameters['org'] ?? '');
      return organization?.type === 'Organization' ? create(writing, organization) : notFound();
    }),
  },
  {
    method: 'POST',
    template: '/repos/{template_owner}/{template_repo}/generate',
    answer: toSignedIn(lacksAdministration, generate),
  },
];

const isTopic = (topic: unknown): topic is string => typeof topic === 'string' && /^[a-z0-9][a-z0-9-]{0,49}$/.test(topic);

const replaceTopics = ({repository, body}: Writing): DemoReply => {
  const {names} = body;
  if (!Array.isArray(names) || !names.every(isTopic) || names.length > 20)
    return unprocessable('Topics must start with a lowercase letter or number, consist of 50 characters or less, and can include hyphens.');
  repository.topics = [...new Set(names)];
  return ok({names: repository.topics});
};

export const topicRoutes: readonly RepositoryRoute[] = [
  {method: 'GET', template: '/repos/{owner}/{repo}/topics', about: ({repository}) => ok({names: repository.topics})},
  {method: 'PUT', template: '/repos/{owner}/{repo}/topics', about: toWriters('administration', replaceTopics)},
];
