import {held} from '../../marketplaces/routes.ts';
import {readSnapCredentials} from '../../marketplaces/snap-credentials.ts';
import {isDead, type Snap, type SnapLogin, type SnapRevision} from '../../marketplaces/snap-state.ts';
import {filesInZip} from '../../marketplaces/zip-reader.ts';
import type {Place} from '../place.ts';
import {fullPath, type Program, type Shell, type Streams} from '../shell/shell.ts';
import {packSnaps} from './snapcraft-pack.ts';

const fail = ({errors}: Streams, text: string): number => {
  errors(`${text}\n`);
  return 1;
};

type Meta = {readonly name: string; readonly version: string; readonly architecture: string; readonly confinement: string};

const metaOf = (content: Buffer): Meta | undefined => {
  const text = filesInZip(content).get('meta/snap.yaml')?.toString('utf8');
  return text === undefined ? undefined : (JSON.parse(text) as Meta);
};

/** Whose login the environment holds; a sentence: why nobody's. */
const loginIn = ({marketplaces, setting}: Place, {variables}: Shell): SnapLogin | string => {
  const exported = variables['SNAPCRAFT_STORE_CREDENTIALS'] ?? '';
  if (exported === '') return 'No keyring found to store or retrieve credentials from.';
  const credentials = readSnapCredentials(exported);
  if (credentials === undefined) return 'Credentials could not be parsed. Expected base64 encoded credentials.';
  const login = marketplaces.snap.logins.find(({root}) => root === credentials.root);
  if (login === undefined || isDead(login, setting.now()))
    return 'Exported credentials are no longer valid for the Snap Store.\nRecommended resolution: Run export-login and update SNAPCRAFT_STORE_CREDENTIALS.';
  return login;
};

const risks = ['stable', 'candidate', 'beta', 'edge'] as const;
type Risk = (typeof risks)[number];

/** The channels that are asked for, such as `stable` and `latest/edge`; a text: it is no channel. */
const channelsIn = (args: readonly string[]): readonly Risk[] | string => {
  const wanted = args.find((arg) => arg.startsWith('--release='))?.slice(10) ?? args[args.indexOf('--release') + 1 || args.length] ?? '';
  const names = wanted.split(',').filter(Boolean);
  const found = names.map((one) => risks.find((risk) => one === risk || one === `latest/${risk}`));
  return found.includes(undefined) ? `Not a valid channel: ${names[found.indexOf(undefined)]}` : (found as readonly Risk[]);
};

/** Why the store takes no upload; undefined: it does. */
const refusalOf = (
  {marketplaces: {snap: state}}: Place,
  login: SnapLogin,
  {name}: Meta,
  content: Buffer,
  channels: readonly Risk[],
): string | undefined => {
  const snap = held(state.snaps, name);
  if (!state.agreed.includes(login.user)) return 'user-not-ready: Developer has not signed agreement.';
  if (snap === undefined) return `resource-not-found: Snap not found for name=${name}`;
  if (snap.publisher !== login.user) return `resource-forbidden: Cannot upload new revisions for name=${name}`;
  const mayUpload = login.permissions.some((right) => right === 'package_push' || right === 'package_upload');
  if (!mayUpload) return 'macaroon-permission-required: Permission is required: package_push';
  if (channels.length > 0 && !login.permissions.includes('package_release'))
    return 'macaroon-permission-required: Permission is required: package_release';
  const closed = channels.find((one) => login.channels !== undefined && !login.channels.includes(one));
  if (closed !== undefined) return `macaroon-permission-required: Lacking permission to release to channel(s) '${closed}'`;
  const waiting = snap.revisions.some(({status}) => status === 'ManualReviewPending' || status === 'ReviewQueued');
  if (waiting) return 'Issues while processing snap:\n- Waiting for previous upload(s) to complete their review process.';
  const same = snap.revisions.find((one) => one.content.equals(content));
  return same === undefined
    ? undefined
    : `binary_sha3_384: A file with this exact same content has already been uploaded (revision ${same.revision})`;
};

const releaseTo = (snap: Snap, {revision, architecture, createdAt}: SnapRevision, channels: readonly Risk[]): void => {
  for (const risk of channels) {
    const others = snap.channels.filter((one) => one.risk !== risk || one.architecture !== architecture);
    snap.channels = [...others, {risk, architecture, revision, releasedAt: createdAt}];
  }
};

/** Uploads under the login's own rights, as the store does; what is confined classic waits for people. */
const upload = (place: Place, args: readonly string[], shell: Shell, streams: Streams): number => {
  const path = args.find((arg, at) => !arg.startsWith('-') && args[at - 1] !== '--release') ?? '';
  const content = shell.disk.files.get(fullPath(shell, path));
  const meta = content && metaOf(content);
  if (content === undefined || meta === undefined) return fail(streams, `'${path}' is not a valid file.`);
  const login = loginIn(place, shell);
  if (typeof login === 'string') return fail(streams, login);
  const channels = channelsIn(args);
  if (typeof channels === 'string') return fail(streams, channels);
  const refused = refusalOf(place, login, meta, content, channels);
  const snap = held(place.marketplaces.snap.snaps, meta.name);
  if (refused !== undefined || snap === undefined) return fail(streams, refused ?? '');
  const revision = Math.max(0, ...snap.revisions.map((one) => one.revision)) + 1;
  const createdAt = new Date(place.setting.now()).toISOString();
  const isHeld = meta.confinement === 'classic';
  const {version, architecture} = meta;
  const uploaded: SnapRevision = {
    revision,
    version,
    architecture,
    content,
    createdAt,
    status: isHeld ? 'ManualReviewPending' : 'Published',
  };
  snap.revisions.push(uploaded);
  if (isHeld) return fail(streams, "Issues while processing snap:\n- (NEEDS REVIEW) confinement 'classic' not allowed");
  releaseTo(snap, uploaded, channels);
  const where = channels.length === 0 ? '' : ` and released to ${channels.map((one) => `'${one}'`).join(', ')}`;
  streams.out(`Revision ${revision} created for '${meta.name}'${where}\n`);
  return 0;
};

/** Command names that snapcraft 9 took away. */
const removed: Readonly<Record<string, string>> = {push: 'upload', snap: 'pack', 'list-revisions': 'revisions', list: 'names'};

/** `snapcraft`: packs and uploads. */
export const createSnapcraft =
  (place: Place): Program =>
  ([command = 'pack', ...args], shell, streams) => {
    if (command === 'pack') return packSnaps(place, shell, streams);
    if (command === 'upload') return upload(place, args, shell, streams);
    if (command === 'login' && args.includes('--with')) return fail(streams, "'--with' is no longer supported");
    return Object.hasOwn(removed, command) ? fail(streams, `no such command '${command}', maybe you meant '${removed[command]}'`) : 0;
  };
