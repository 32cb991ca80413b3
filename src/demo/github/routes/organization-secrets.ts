import type {DemoReply} from '../../service.ts';
import type {OrganizationSecret} from '../actions-state.ts';
import {countedReply} from '../paging.ts';
import {lacksPermission, noOrganizationOwner, notFound, signInNeeded, unprocessable} from '../refusals.ts';
import {type Call, ok, type PlainRoute} from '../route.ts';
import {publicKeyOf} from '../secret-key.ts';
import {dropSecret, putSecret} from '../secret-writes.ts';
import {bodyOf} from '../sent-body.ts';
import {secretShape} from '../shapes/actions.ts';
import {minimalRepository} from '../shapes/repository.ts';
import {type Account, findAccount} from '../state.ts';
import {hasScope} from '../viewer.ts';

type Organization = Account & {readonly secrets: OrganizationSecret[]};

const isOrganization = (account: Account | undefined): account is Organization =>
  account?.type === 'Organization' && account.secrets !== undefined;

const permission = 'organization_secrets';

/** Answers owners of the organization whose token may; everybody else gets GitHub's refusal. */
const toOwners =
  (access: 'read' | 'write', answer: (organization: Organization, call: Call) => DemoReply) =>
  (call: Call): DemoReply => {
    const {viewer, state, parameters} = call;
    if (viewer.kind !== 'somebody') return signInNeeded();
    const account = findAccount(state, parameters.org ?? '');
    if (!isOrganization(account)) return notFound();
    const {token} = viewer;
    if (!account.owners?.includes(viewer.account.login)) return noOrganizationOwner();
    if (token.kind === 'classic') return hasScope(token, 'admin:org') ? answer(account, call) : noOrganizationOwner();
    const held = token.permissions[permission];
    return held === 'write' || held === access ? answer(account, call) : lacksPermission(`${permission}=${access}`);
  };

const shapeOf = (organization: Organization, secret: OrganizationSecret) => ({
  ...secretShape(secret),
  visibility: secret.visibility,
  ...(secret.visibility === 'selected'
    ? {selected_repositories_url: `https://api.github.com/orgs/${organization.login}/actions/secrets/${secret.name}/repositories`}
    : {}),
});

const find = ({secrets}: Organization, {parameters}: Call): OrganizationSecret | undefined =>
  secrets.find(({name}) => name === parameters.secret_name?.toUpperCase());

const visibilities = ['all', 'private', 'selected'] as const;

const put = (organization: Organization, call: Call): DemoReply => {
  const body = bodyOf(call) ?? {};
  const visibility = visibilities.find((one) => one === body['visibility']);
  if (!visibility) return unprocessable('Invalid request.\n\n"visibility" wasn\'t supplied.');
  const ids = Array.isArray(body['selected_repository_ids']) ? body['selected_repository_ids'].map(Number) : [];
  if (visibility !== 'selected' && ids.length > 0) return unprocessable('selected_repository_ids needs the visibility selected.');
  return putSecret(call, {
    secrets: organization.secrets,
    place: `organization ${organization.id}`,
    limit: 1000,
    more: {visibility, selected: ids},
  });
};

const template = '/orgs/{org}/actions/secrets';
const one = `${template}/{secret_name}`;

/** The secrets of an organization. */
export const organizationSecretRoutes: readonly PlainRoute[] = [
  {
    method: 'GET',
    template,
    answer: toOwners('read', (organization, {request}) =>
      countedReply(request, 'secrets', organization.secrets, (secret) => shapeOf(organization, secret)),
    ),
  },
  {method: 'GET', template: `${template}/public-key`, answer: toOwners('read', ({id}) => ok(publicKeyOf(`organization ${id}`)))},
  {
    method: 'GET',
    template: one,
    answer: toOwners('read', (organization, call) => {
      const secret = find(organization, call);
      return secret ? ok(shapeOf(organization, secret)) : notFound();
    }),
  },
  {
    method: 'GET',
    template: `${one}/repositories`,
    answer: toOwners('read', (organization, call) => {
      const chosen = find(organization, call)?.selected ?? [];
      const repositories = [...call.state.repositories.values()].filter(({id}) => chosen.includes(id));
      return countedReply(call.request, 'repositories', repositories, (repository) => minimalRepository(call.state, repository));
    }),
  },
  {method: 'PUT', template: one, answer: toOwners('write', put)},
  {
    method: 'DELETE',
    template: one,
    answer: toOwners('write', ({secrets}, {parameters}) => (dropSecret(secrets, parameters.secret_name) ? {status: 204} : notFound())),
  },
];
