import type {DemoReply, DemoRequest, DemoSetting} from '../service.ts';
import {type ChocolateyPackage, type ChocolateyState, type ChocolateyVersion, normalizedVersion} from './chocolatey-state.ts';
import {formOf} from './form.ts';
import {readNupkg} from './nupkg-reader.ts';
import {held, type Route, text} from './routes.ts';

const keyPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const unknownKey =
  'The specified API key does not provide the authority to push packages. Please log in to Chocolatey and check that your key is current and that you own the package.';
const mostSubmitted = 10;

const usualMostBytes = 350_000_000;
/** Columns of the gallery's database. */
const limits: Readonly<Record<string, number>> = {id: 128, title: 256, version: 64};
const textLimit = 4000;

type Pushed = {readonly id: string; readonly version: string; readonly title: string; readonly projectUrl: string; readonly nupkg: Buffer};

/** What the package says of itself; a reply: why it can't be taken. */
const readPackage = (nupkg: Buffer): Pushed | DemoReply => {
  const read = readNupkg(nupkg);
  if (read === undefined) return text(500, 'The package could not be read.');
  const {id, version, fields} = read;
  const long = Object.entries(fields).find(([name, value]) => value.length > (limits[name] ?? textLimit));
  if (long !== undefined) return text(409, `This package had an issue pushing: String or binary data would be truncated (${long[0]}).`);
  if (!/^\d+\.\d+\.\d+/.test(version)) return text(400, `The version '${version}' is not a normalized one.`);
  return {id, version, title: fields['title'] || id, projectUrl: fields['projectUrl'] ?? '', nupkg};
};

const taken = text(201, 'Package has been pushed and will show up once moderated and approved.');

const isApproved = ({status}: ChocolateyVersion): boolean => status === 'Approved' || status === 'Exempted';

/** In the server's own order; undefined: it takes the version. */
const refusalOf = (pack: ChocolateyPackage, pushed: Pushed, user: string): DemoReply | undefined => {
  if (/^chocolatey(?:$|[.-])/i.test(pack.id)) return text(403, `The package id '${pack.id}' is reserved.`);
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
  const account = state.accounts.find((known) => known.key.toLowerCase() === key.toLowerCase());
  if (account === undefined) return text(403, unknownKey);
  // Whoever is blocked is not told.
  if (account.isBanned) return taken;
  if (request.body.length > (state.mostBytes ?? usualMostBytes)) return text(413, 'Request Entity Too Large');
  const pushed = readPackage([...formOf(request).values()][0]?.value ?? request.body);
  if (!('nupkg' in pushed)) return pushed;
  const user = account.name;
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
  return taken;
};

/** Where `choco push` sends a package; it then waits for moderation. */
export const pushRoutes = (setting: DemoSetting, state: ChocolateyState): readonly Route[] => [
  {method: 'PUT', path: /^\/api\/v2\/package\/?$/, answer: (request) => push(setting, state, request)},
];
