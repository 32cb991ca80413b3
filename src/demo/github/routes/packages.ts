import type {DemoReply} from '../../service.ts';
import {listReply} from '../paging.ts';
import {lacksPermission, lacksScope, notFound, signInNeeded} from '../refusals.ts';
import {type Call, ok, type PlainRoute} from '../route.ts';
import {nodeId, simpleUser} from '../shapes/account.ts';
import {findAccount, type GitHubState, type Package, type PackageVersion} from '../state.ts';
import {hasScope} from '../viewer.ts';

const apiUrl = (state: GitHubState, found: Package): string => {
  const place = findAccount(state, found.owner)?.type === 'Organization' ? 'orgs' : 'users';
  return `https://api.github.com/${place}/${found.owner}/packages/${found.type}/${encodeURIComponent(found.name)}`;
};

const packageShape = (state: GitHubState, found: Package) => ({
  id: found.id,
  node_id: nodeId('P', found.id),
  name: found.name,
  package_type: found.type,
  owner: simpleUser(state, found.owner),
  version_count: found.versions.length,
  visibility: found.visibility,
  url: apiUrl(state, found),
  created_at: found.createdAt,
  updated_at: found.versions.at(-1)?.createdAt ?? found.createdAt,
  html_url: `https://github.com/users/${found.owner}/packages/${found.type}/package/${encodeURIComponent(found.name)}`,
});

const versionShape = (state: GitHubState, found: Package, version: PackageVersion) => {
  const page = `https://github.com/users/${found.owner}/packages/${found.type}`;
  return {
    id: version.id,
    name: version.name,
    url: `${apiUrl(state, found)}/versions/${version.id}`,
    package_html_url: `${page}/package/${encodeURIComponent(found.name)}`,
    html_url: `${page}/${encodeURIComponent(found.name)}/${version.id}`,
    created_at: version.createdAt,
    updated_at: version.createdAt,
    metadata: {
      package_type: found.type,
      ...(found.type === 'container' ? {container: {tags: version.tags}} : {}),
    },
  };
};

/** Undefined: the caller may read packages. */
const refusalOf = ({viewer}: Call): DemoReply | undefined => {
  if (viewer.kind !== 'somebody') return signInNeeded();
  if (viewer.token.kind === 'fine-grained') return lacksPermission('packages=read');
  if (hasScope(viewer.token, 'read:packages')) return undefined;
  return lacksScope('read:packages', 'You need at least read:packages scope to get a package.');
};

const ownerOf = ({parameters, viewer}: Call): string =>
  (parameters.username ?? parameters.org ?? (viewer.kind === 'somebody' ? viewer.account.login : '')).toLowerCase();

const packagesOf = (call: Call): readonly Package[] =>
  call.state.packages.filter((one) => one.owner.toLowerCase() === ownerOf(call)).filter((one) => isShown(call, one));

/** A private package is shown to its owner alone. */
const isShown = ({viewer}: Call, one: Package): boolean =>
  one.visibility === 'public' || (viewer.kind === 'somebody' && viewer.account.login.toLowerCase() === one.owner.toLowerCase());

const findPackage = (call: Call): Package | undefined =>
  packagesOf(call).find((one) => one.type === call.parameters.package_type && one.name === call.parameters.package_name);

const routesUnder = (place: string): readonly PlainRoute[] => [
  {
    method: 'GET',
    template: `${place}/packages`,
    answer: (call) => {
      const type = call.request.query.get('package_type');
      const refusal = refusalOf(call);
      if (refusal) return refusal;
      if (type === null) return {status: 400, body: {message: 'Package type is required.', status: '400'}};
      return listReply(
        call.request,
        packagesOf(call).filter((one) => one.type === type),
        (one) => packageShape(call.state, one),
      );
    },
  },
  {
    method: 'GET',
    template: `${place}/packages/{package_type}/{package_name}`,
    answer: (call) => {
      const found = findPackage(call);
      return refusalOf(call) ?? (found ? ok(packageShape(call.state, found)) : notFound());
    },
  },
  {
    method: 'GET',
    template: `${place}/packages/{package_type}/{package_name}/versions`,
    answer: (call) => {
      const found = findPackage(call);
      const refusal = refusalOf(call);
      if (refusal) return refusal;
      return found ? listReply(call.request, found.versions.toReversed(), (one) => versionShape(call.state, found, one)) : notFound();
    },
  },
];

export const packageRoutes: readonly PlainRoute[] = [
  ...routesUnder('/users/{username}'),
  ...routesUnder('/orgs/{org}'),
  ...routesUnder('/user'),
];
