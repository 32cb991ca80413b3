import {programOf} from '../../marketplaces/project.ts';
import {held} from '../../marketplaces/routes.ts';
import {readSnapCredentials} from '../../marketplaces/snap-credentials.ts';
import {isDead} from '../../marketplaces/snap-state.ts';
import type {Place} from '../place.ts';
import {fullPath, type Program, readBytes, type Shell, type Streams} from '../shell/shell.ts';

const fail = ({errors}: Streams, text: string): number => {
  errors(`${text}\n`);
  return 1;
};

const pack = (place: Place, shell: Shell, streams: Streams): number => {
  const text = readBytes(shell, 'snap/snapcraft.yaml') ?? readBytes(shell, 'snapcraft.yaml');
  if (text === undefined) return fail(streams, 'Could not find snap/snapcraft.yaml. Are you sure you are in the right directory?');
  const field = (name: string): string => new RegExp(`^${name}:\\s*['"]?([^'"\\n]+)`, 'm').exec(text)?.[1]?.trim() ?? '';
  const path = `${field('name')}_${field('version')}_amd64.snap`;
  shell.disk.files.set(fullPath(shell, path), programOf(place.setting, field('version'), 'amd64'));
  streams.out(`Packed ${path}\n`);
  return 0;
};

/** Uploads under the login's own rights, as the store does. */
const upload = (place: Place, args: readonly string[], shell: Shell, streams: Streams): number => {
  const {snap: state} = place.marketplaces;
  const path = args.find((arg) => arg.endsWith('.snap')) ?? [...shell.disk.files.keys()].find((file) => file.endsWith('.snap')) ?? '';
  const content = shell.disk.files.get(fullPath(shell, path));
  if (content === undefined) return fail(streams, `'${path}' is not a valid file.`);
  const credentials = readSnapCredentials(shell.variables['SNAPCRAFT_STORE_CREDENTIALS'] ?? '');
  const login = credentials && state.logins.find(({root}) => root === credentials.root);
  if (login === undefined)
    return fail(streams, 'No valid credentials found. Please run "snapcraft login" or set SNAPCRAFT_STORE_CREDENTIALS.');
  if (isDead(login, place.setting.now()))
    return fail(
      streams,
      'Exported credentials are no longer valid for the Snap Store.\nRecommended resolution: Run export-login and update SNAPCRAFT_STORE_CREDENTIALS.',
    );
  if (!state.agreed.includes(login.user)) return fail(streams, 'Developer has not signed agreement.');
  const [, name = '', version = '', architecture = 'amd64'] = /([^/_]+)_([^_]+)_([^_.]+)\.snap$/.exec(path) ?? [];
  const snap = held(state.snaps, name);
  if (snap === undefined) return fail(streams, `Snap '${name}' is not registered. Run 'snapcraft register ${name}'.`);
  if (snap.publisher !== login.user) return fail(streams, `Cannot upload new revisions for name=${name}`);
  const createdAt = new Date(place.setting.now()).toISOString();
  const revision = Math.max(0, ...snap.revisions.map((one) => one.revision)) + 1;
  snap.revisions.push({revision, version, architecture, content, createdAt, status: 'Published'});
  const wanted = args.find((arg) => arg.startsWith('--release='))?.slice(10) ?? args[args.indexOf('--release') + 1 || args.length] ?? '';
  for (const risk of ['stable', 'candidate', 'beta', 'edge'] as const) {
    if (!wanted.split(',').some((one) => one.split('/').at(-1) === risk)) continue;
    const others = snap.channels.filter((one) => one.risk !== risk || one.architecture !== architecture);
    snap.channels = [...others, {risk, architecture, revision, releasedAt: createdAt}];
  }
  streams.out(`Revision ${revision} created for '${name}'${wanted === '' ? '' : ` and released to '${wanted}'`}\n`);
  return 0;
};

/** `snapcraft`: packs and uploads. */
export const createSnapcraft =
  (place: Place): Program =>
  ([command = 'pack', ...args], shell, streams) => {
    if (command === 'pack' || command === 'snap') return pack(place, shell, streams);
    return command === 'upload' || command === 'push' ? upload(place, args, shell, streams) : 0;
  };
