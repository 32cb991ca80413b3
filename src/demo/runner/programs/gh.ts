import {addAsset, addRelease, filesFor, mayWriteReleases} from '../actions/release.ts';
import {ask, bodyJson, type Place} from '../place.ts';
import {matchesWhole} from '../shell/pattern.ts';
import {type Program, type Shell, type Streams, writeBytes} from '../shell/shell.ts';
import {filteredText} from '../shell/small-jq.ts';

const valued = [
  '-R',
  '--repo',
  '-t',
  '--title',
  '-n',
  '--notes',
  '-F',
  '--notes-file',
  '-p',
  '--pattern',
  '-D',
  '--dir',
  '--target',
  '--json',
  '-q',
  '--jq',
  '-O',
];

const optionIn = (args: readonly string[], ...names: readonly string[]): string | undefined =>
  args[args.findIndex((arg) => names.includes(arg)) + 1 || args.length];

const fail = ({errors}: Streams, text: string): number => {
  errors(`${text}\n`);
  return 1;
};

const uploadAll = (
  place: Place,
  tag: string,
  paths: readonly string[],
  args: readonly string[],
  shell: Shell,
  streams: Streams,
): number => {
  const release = place.repository.releases.find((one) => one.tag === tag);
  if (release === undefined) return fail(streams, 'release not found');
  const files = filesFor(shell, paths.join('\n'));
  if (files.length < paths.length) return fail(streams, `no matches found for \`${paths[0]}\``);
  for (const file of files) {
    const fault = addAsset(place, release, file, args.includes('--clobber'));
    if (fault === undefined) continue;
    const exists = /already_exists/.test(fault) ? `asset under the same name already exists: [${file.name}]` : `HTTP 422: ${fault}`;
    return fail(streams, exists);
  }
  return 0;
};

const create = (place: Place, tag: string, paths: readonly string[], args: readonly string[], shell: Shell, streams: Streams): number => {
  if (place.repository.releases.some((one) => one.tag === tag))
    return fail(streams, `a release with the same tag name already exists: ${tag}`);
  const release = addRelease(place, tag, optionIn(args, '-t', '--title') ?? tag, true);
  const code = paths.length === 0 ? 0 : uploadAll(place, tag, paths, args, shell, streams);
  if (code === 0 && !args.includes('--draft'))
    Object.assign(release, {isDraft: false, isImmutable: place.repository.hasImmutableReleases, publishedAt: release.createdAt});
  streams.out(`https://github.com/${place.repository.owner}/${place.repository.name}/releases/tag/${tag}\n`);
  return code;
};

const download = (place: Place, tag: string, args: readonly string[], shell: Shell, streams: Streams): number => {
  const patterns = args.filter((_, at) => ['-p', '--pattern'].includes(args[at - 1] ?? ''));
  const assets =
    place.repository.releases
      .find((one) => one.tag === tag && !one.isDraft)
      ?.assets.filter(({name}) => patterns.length === 0 || patterns.some((one) => matchesWhole(name, one))) ?? [];
  if (assets.length === 0)
    return fail(
      streams,
      place.repository.releases.some((one) => one.tag === tag) ? 'no assets match the file pattern' : 'release not found',
    );
  const folder = optionIn(args, '-D', '--dir') ?? '.';
  for (const {name, contents} of assets) writeBytes(shell, `${folder}/${name}`, contents.toString('latin1'));
  return 0;
};

/** `gh api PATH --jq FILTER`, reading alone. */
const callApi = (place: Place, args: readonly string[], token: string, streams: Streams): number => {
  const path = args.find((arg, at) => !arg.startsWith('-') && !valued.includes(args[at - 1] ?? '')) ?? '';
  const reply = ask(place, `https://api.github.com/${path.replace(/^\//, '')}`, {headers: {authorization: `Bearer ${token}`}});
  const answer = bodyJson(reply);
  if (reply.status !== 200) return fail(streams, `gh: ${String(answer['message'] ?? 'Unknown')} (HTTP ${reply.status})`);
  streams.out(filteredText(answer, optionIn(args, '-q', '--jq') ?? '.'));
  return 0;
};

/** `gh` as far as it deals with releases, and asks GitHub's API. */
export const createGh =
  (place: Place): Program =>
  ([group = '', command = '', ...args], shell, streams) => {
    if (group !== 'release' && group !== 'api') return 0;
    const token = shell.variables['GH_TOKEN'] || shell.variables['GITHUB_TOKEN'];
    if (!token) return fail(streams, 'gh: To use GitHub CLI in a GitHub Actions workflow, set the GH_TOKEN environment variable.');
    if (group === 'api') return callApi(place, [command, ...args], token, streams);
    const [tag = '', ...paths] = args.filter((arg, at) => !arg.startsWith('-') && !valued.includes(args[at - 1] ?? ''));
    const writes = command === 'create' || command === 'upload';
    if (writes && token === place.ownToken && !mayWriteReleases(place))
      return fail(streams, 'HTTP 403: Resource not accessible by integration');
    if (command === 'create') return create(place, tag, paths, args, shell, streams);
    if (command === 'upload') return uploadAll(place, tag, paths, args, shell, streams);
    if (command === 'download') return download(place, tag, args, shell, streams);
    const release = place.repository.releases.find((one) => one.tag === tag);
    if (command === 'view' && release === undefined) return fail(streams, 'release not found');
    return 0;
  };
