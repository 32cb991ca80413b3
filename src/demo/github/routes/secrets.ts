import type {Secret} from '../actions-state.ts';
import {countedReply} from '../paging.ts';
import {notFound} from '../refusals.ts';
import {ok, type RepositoryRoute} from '../route.ts';
import {publicKeyOf} from '../secret-key.ts';
import {environmentShape, secretShape} from '../shapes/actions.ts';
import type {Repository} from '../state.ts';

const secretsRight = {scope: 'repo', permission: 'secrets'};
const environmentsRight = {scope: 'repo', permission: 'environments'};

const byName = (secrets: readonly Secret[]): readonly Secret[] => secrets.toSorted((one, other) => one.name.localeCompare(other.name));
const findSecret = (secrets: readonly Secret[], name: string | undefined): Secret | undefined =>
  secrets.find((secret) => secret.name === name?.toUpperCase());
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
    about: ({repository}) => ok(publicKeyOf(`${repository.id}`)),
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
    about: ({repository, request}) => countedReply(request, 'secrets', byName(repository.organizationSecrets), secretShape),
  },
];

const environmentSecrets: readonly RepositoryRoute[] = [
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/environments',
    about: ({repository, request}) =>
      countedReply(request, 'environments', repository.environments, (environment) => environmentShape(repository, environment)),
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/environments/{environment_name}',
    about: ({repository, parameters}) => {
      const environment = findEnvironment(repository, parameters.environment_name);
      return environment ? ok(environmentShape(repository, environment)) : notFound();
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
      return environment ? ok(publicKeyOf(`${repository.id}/${environment.id}`)) : notFound();
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
];

export const secretRoutes: readonly RepositoryRoute[] = [...repositorySecrets, ...environmentSecrets];
