import type {DemoReply, DemoRequest, DemoSetting} from '../service.ts';
import {type ChocolateyPackage, type ChocolateyState, type ChocolateyVersion, normalizedVersion} from './chocolatey-state.ts';
import {formOf} from './form.ts';
import {held, type Route, text} from './routes.ts';
import {filesInZip} from './zip-reader.ts';

const keyPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const unknownKey =
  'The specified API key does not provide the authority to push packages. Please log in to Chocolatey and check that your key is current and that you own the package.';
const mostSubmitted = 10;

type Pushed = {readonly id: string; readonly version: string; readonly title: string; readonly projectUrl: string; readonly nupkg: Buffer};

/** What the package says of itself; undefined: it is no package. */
const readPackage = (nupkg: Buffer): Pushed | undefined => {
  const nuspec = [...filesInZip(nupkg)].find(([name]) => /^[^/]+\.nuspec$/i.test(name))?.[1].toString('utf8');
  const field = (name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(nuspec ?? '')?.[1] ?? '';
  const [id, version] = [field('id'), field('version')];
  return id === '' || version === '' ? undefined : {id, version, title: field('title') || id, projectUrl: field('projectUrl'), nupkg};
};

const isApproved = ({status}: ChocolateyVersion): boolean => status === 'Approved' || status === 'Exempted';

/** In the server's own order; undefined: it takes the version. */
const refusalOf = (pack: ChocolateyPackage, pushed: Pushed, user: string): DemoReply | undefined => {
  if (!pack.owners.includes(user)) return text(403, unknownKey);
  const found = held(pack.versions, normalizedVersion(pushed.version));
  if (found !== undefined && isApproved(found))
    return text(409, `A package with id '${pack.id}' and version '${pushed.version}' already exists and cannot be modified.`);
  if (found?.status === 'Rejected') return text(409, 'This package has been rejected and can no longer be submitted.');
  const all = Object.values(pack.versions);
  const submitted = all.filter(({status}) => status === 'Submitted');
  const hasStable = all.some((version) => isApproved(version) && !version.version.includes('-'));
  if (found === undefined && submitted.length > 0 && !hasStable)
    return text(403, `The package ${pack.id} has a previous version in a submitted state, and no approved stable releases.`);
  if (submitted.length >= mostSubmitted) return text(403, `The package ${pack.id} has too many versions in moderation.`);
  return undefined;
};

const push = (setting: DemoSetting, state: ChocolateyState, request: DemoRequest): DemoReply => {
  const key = request.headers['x-nuget-apikey'] ?? '';
  if (!keyPattern.test(key)) return text(400, 'The API key provided is invalid.');
  const user = state.accounts.find((known) => known.key.toLowerCase() === key.toLowerCase())?.name;
  if (user === undefined) return text(403, unknownKey);
  const pushed = readPackage([...formOf(request).values()][0]?.value ?? request.body);
  if (pushed === undefined) return text(500, 'The package could not be read.');
  const {id, title, projectUrl, nupkg} = pushed;
  const pack = held(state.packages, id.toLowerCase()) ?? {id, title, projectUrl, owners: [user], versions: {}};
  const refusal = refusalOf(pack, pushed, user);
  if (refusal) return refusal;
  const version = normalizedVersion(pushed.version);
  const isAgain = Object.hasOwn(pack.versions, version);
  state.packages[id.toLowerCase()] = pack;
  pack.versions[version] = {
    version,
    nupkg,
    submittedAt: new Date(setting.now()).toISOString(),
    status: 'Submitted',
    submittedStatus: isAgain ? 'Updated' : 'Pending',
    isListed: true,
    validation: 'Pending',
    verification: 'Pending',
    scan: 'NotFlagged',
  };
  return text(201, 'Package has been pushed and will show up once moderated and approved.');
};

/** Where `choco push` sends a package; it then waits for moderation. */
export const pushRoutes = (setting: DemoSetting, state: ChocolateyState): readonly Route[] => [
  {method: 'PUT', path: /^\/api\/v2\/package\/?$/, answer: (request) => push(setting, state, request)},
];
