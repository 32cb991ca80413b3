import {filesInZip} from '../../marketplaces/zip-reader.ts';
import {ask, bodyJson, type Place} from '../place.ts';
import type {Shell, Streams} from '../shell/shell.ts';

type Inputs = Readonly<Record<string, string>>;
type Installer = {readonly name: string; readonly sha256: string; readonly contents: Buffer};

const upstream = 'microsoft/winget-pkgs';
const api = 'https://api.github.com/repos';
/** How an installer's file says what it is for. */
const signs: Readonly<Record<string, RegExp>> = {x64: /amd64|x64|x86_64/i, arm64: /arm64|aarch64/i, x86: /386|x86(?!_64)|i686/i};

class Refusal extends Error {}

/** GitHub with one token; a refusal ends the action in GitHub's own words. */
const gitHubWith = (place: Place, token: string) => {
  const send = (method: string, path: string, body?: object) =>
    ask(place, `${api}/${path}`, {method, headers: {authorization: `Bearer ${token}`}, ...(body === undefined ? {} : {body})});
  return {
    find: (path: string): unknown => {
      const reply = send('GET', path);
      if (reply.status === 404) return undefined;
      if (reply.status !== 200) throw new Refusal(String(bodyJson(reply)['message']));
      return JSON.parse(JSON.stringify(reply.body));
    },
    write: (method: string, path: string, body: object): Record<string, unknown> => {
      const reply = send(method, path, body);
      if (reply.status >= 300) throw new Refusal(String(bodyJson(reply)['message']));
      return bodyJson(reply);
    },
  };
};

const installersOf = (place: Place, tag: string, pattern: string): readonly Installer[] => {
  const release = place.repository.releases.find((one) => one.tag === tag && !one.isDraft);
  if (release === undefined) throw new Refusal('Invoke-RestMethod: Not Found');
  const found = release.assets.filter(({name}) => new RegExp(pattern, 'i').test(name));
  if (found.length === 0) throw new Refusal("error: a value is required for '--urls <URLS>...' but none was supplied");
  return found.map(({name, sha256, contents}) => ({name, sha256: sha256 ?? '', contents}));
};

/** The installers of an earlier version take each the new file for their processor. */
const updated = (text: string, installers: readonly Installer[], address: (name: string) => string): string => {
  const nested = /RelativeFilePath: (.+)/.exec(text)?.[1]?.replaceAll('\\', '/');
  return text.replace(
    /- Architecture: (\w+)([\s\S]*?)InstallerUrl: .*\n(\s*)InstallerSha256: .*/g,
    (_, processor: string, between, space) => {
      const [one, ...others] = installers.filter(({name}) => signs[processor]?.test(name));
      if (one === undefined || others.length > 0)
        throw new Refusal('Each new installer URL must have a single match to an existing installer');
      if (nested !== undefined && !filesInZip(one.contents).has(nested))
        throw new Refusal(`Nested installer not found in zip archive: ${nested}`);
      return `- Architecture: ${processor}${between}InstallerUrl: ${address(one.name)}\n${space}InstallerSha256: ${one.sha256.toUpperCase()}`;
    },
  );
};

const submit = (inputs: Inputs, place: Place): string => {
  const {identifier: id = '', version = '', token = '', 'installers-regex': pattern = ''} = inputs;
  const github = gitHubWith(place, token);
  const folder = `manifests/${id.charAt(0).toLowerCase()}/${id.split('.').join('/')}`;
  const listed = github.find(`${upstream}/contents/${folder}`) as readonly {readonly name: string}[] | undefined;
  const last = listed
    ?.map(({name}) => name)
    .filter((name) => /^\d/.test(name))
    .at(-1);
  if (last === undefined)
    throw new Refusal(
      `Package ${id} does not exist in the winget-pkgs repository. Please add atleast one version of the package before using this action.`,
    );
  const installers = installersOf(place, inputs['release-tag'] ?? '', pattern);
  const title = `New version: ${id} version ${version}`;
  const pulls = github.find(`${upstream}/pulls?state=all&per_page=100`) as readonly {readonly title: string; readonly html_url: string}[];
  const known = pulls.find((one) => one.title.includes(id) && one.title.split(' ').includes(version));
  // In a run the tool takes it for done, whatever became of that pull request.
  if (known !== undefined) return `There is already a pull request for ${id} ${version}: ${known.html_url}`;
  const owner = inputs['fork-user'] ?? place.repository.owner;
  const head = github.find(`${upstream}/git/ref/heads/master`) as {readonly object: {readonly sha: string}};
  const branch = `${id}-${version}`;
  github.write('POST', `${owner}/winget-pkgs/git/refs`, {ref: `refs/heads/${branch}`, sha: head.object.sha});
  const address = (name: string): string =>
    `https://github.com/${place.repository.owner}/${place.repository.name}/releases/download/${inputs['release-tag']}/${name}`;
  for (const end of ['yaml', 'installer.yaml', 'locale.en-US.yaml']) {
    const file = github.find(`${upstream}/contents/${folder}/${last}/${id}.${end}`) as {readonly content: string};
    const text = Buffer.from(file.content, 'base64')
      .toString('utf8')
      .replace(/^(PackageVersion: ).*/m, `$1${version}`);
    const content = Buffer.from(updated(text, installers, address)).toString('base64');
    github.write('PUT', `${owner}/winget-pkgs/contents/${folder}/${version}/${id}.${end}`, {message: title, content, branch});
  }
  const made = github.write('POST', `${upstream}/pulls`, {title, head: `${owner}:${branch}`, base: 'master', body: 'Created with Komac'});
  return `Successfully created a pull request: ${String(made['html_url'])}`;
};

/** `vedantmgoyal9/winget-releaser`: hands in a version of a package that winget-pkgs has. */
export const releaseToWinget = (inputs: Inputs, _shell: Shell, {out}: Streams, place: Place): number => {
  try {
    out(`${submit(inputs, place)}\n`);
    return 0;
  } catch (failure) {
    if (!(failure instanceof Refusal)) throw failure;
    out(`##[error]${failure.message}\n`);
    return 1;
  }
};
