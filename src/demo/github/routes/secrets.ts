import type {Environment, Secret} from '../actions-state.ts';
import {countedReply} from '../paging.ts';
import {notFound} from '../refusals.ts';
import {ok, type RepositoryRoute} from '../route.ts';
import {publicKeyOf} from '../secret-key.ts';
import {dropSecret, putSecret} from '../secret-writes.ts';
import {environmentShape, secretShape} from '../shapes/actions.ts';
import {findAccount, type GitHubState, type Repository} from '../state.ts';

const secretsRight = {scope: 'repo', permission: 'secrets'};
const environmentsRight = {scope: 'repo', permission: 'environments'};
const writing = {isForWriting: true} as const;
const gone = {status: 204};

const repositoryPlace = (repository: Repository): string => `${repository.id}`;
const environmentPlace = (repository: Repository, environment: Environment): string => `${repository.id}/${environment.id}`;

const byName = (secrets: readonly Secret[]): readonly Secret[] => secrets.toSorted((one, other) => one.name.localeCompare(other.name));
const findSecret = (secrets: readonly Secret[], name: string | undefined): Secret | undefined =>
  secrets.find((secret) => secret.name === name?.toUpperCase());

/** What the repository was given, and what its organization shows it. */
const visibleTo = (state: GitHubState, repository: Repository): readonly Secret[] => [
  ...repository.organizationSecrets,
  ...(findAccount(state, repository.owner)?.secrets ?? []).filter(
    ({visibility, selected}) =>
      visibility === 'all' || (visibility === 'private' ? repository.isPrivate : selected.includes(repository.id)),
  ),
];

const findEnvironment = (repository: Repository, name: string | undefined) =>
  repository.environments.find((environment) => environment.name.toLowerCase() === name?.toLowerCase());

const repositorySecrets: readonly RepositoryRoute[] = [
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/actions/secrets',
    needs: secretsRight,
    about: ({repository, request}) => countedReply(request, 'secrets', byName(repository.secrets), secretShape),
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/actions/secrets/public-key',
    needs: secretsRight,
    about: ({repository}) => ok(publicKeyOf(repositoryPlace(repository))),
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/actions/secrets/{secret_name}',
    needs: secretsRight,
    about: ({repository, parameters}) => {
      const secret = findSecret(repository.secrets, parameters.secret_name);
      return secret ? ok(secretShape(secret)) : notFound();
    },
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/actions/organization-secrets',
    needs: secretsRight,
    about: ({state, repository, request}) => countedReply(request, 'secrets', byName(visibleTo(state, repository)), secretShape),
  },
  {
    method: 'PUT',
    template: '/repos/{owner}/{repo}/actions/secrets/{secret_name}',
    needs: {...secretsRight, ...writing},
    about: (call) => putSecret(call, {secrets: call.repository.secrets, place: repositoryPlace(call.repository), more: {}}),
  },
  {
    method: 'DELETE',
    template: '/repos/{owner}/{repo}/actions/secrets/{secret_name}',
    needs: {...secretsRight, ...writing},
    about: ({repository, parameters}) => (dropSecret(repository.secrets, parameters.secret_name) ? gone : notFound()),
  },
];

const environmentSecrets: readonly RepositoryRoute[] = [
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/environments',
    about: ({state, repository, request}) =>
      countedReply(request, 'environments', repository.environments, (environment) => environmentShape(state, repository, environment)),
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/environments/{environment_name}',
    about: ({state, repository, parameters}) => {
      const environment = findEnvironment(repository, parameters.environment_name);
      return environment ? ok(environmentShape(state, repository, environment)) : notFound();
    },
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/environments/{environment_name}/secrets',
    needs: environmentsRight,
    about: ({repository, parameters, request}) => {
      const environment = findEnvironment(repository, parameters.environment_name);
      return environment ? countedReply(request, 'secrets', byName(environment.secrets), secretShape) : notFound();
    },
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/environments/{environment_name}/secrets/public-key',
    needs: environmentsRight,
    about: ({repository, parameters}) => {
      const environment = findEnvironment(repository, parameters.environment_name);
      return environment ? ok(publicKeyOf(environmentPlace(repository, environment))) : notFound();
    },
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/environments/{environment_name}/secrets/{secret_name}',
    needs: environmentsRight,
    about: ({repository, parameters}) => {
      const secret = findSecret(findEnvironment(repository, parameters.environment_name)?.secrets ?? [], parameters.secret_name);
      return secret ? ok(secretShape(secret)) : notFound();
    },
  },
  {
    method: 'PUT',
    template: '/repos/{owner}/{repo}/environments/{environment_name}/secrets/{secret_name}',
    needs: {...environmentsRight, ...writing},
    about: (call) => {
      const environment = findEnvironment(call.repository, call.parameters.environment_name);
      if (!environment) return notFound();
      return putSecret(call, {secrets: environment.secrets, place: environmentPlace(call.repository, environment), more: {}});
    },
  },
  {
    method: 'DELETE',
    template: '/repos/{owner}/{repo}/environments/{environment_name}/secrets/{secret_name}',
    needs: {...environmentsRight, ...writing},
    about: ({repository, parameters}) => {
      const environment = findEnvironment(repository, parameters.environment_name);
      return environment && dropSecret(environment.secrets, parameters.secret_name) ? gone : notFound();
    },
  },
];

export const secretRoutes: readonly RepositoryRoute[] = [...repositorySecrets, ...environmentSecrets];
