import {createHash} from 'node:crypto';
import type {PypiToken} from '../../marketplaces/pypi-state.ts';
import {held} from '../../marketplaces/routes.ts';
import type {TrustedPublisher} from '../../marketplaces/trusted-publisher.ts';
import {createTokenMaker} from '../../tokens.ts';
import {ask, bodyBytes, type Place} from '../place.ts';
import type {Shell, Streams} from '../shell/shell.ts';
import {filesFor, type Upload} from './release.ts';

const address = 'https://upload.pypi.org/legacy/';

type Credentials = {readonly user: string; readonly password: string};

const formOf = ({name: file, contents}: Upload): {readonly headers: Readonly<Record<string, string>>; readonly body: Buffer} => {
  const [, name = file, version = ''] = /^(.+?)-(\d[^-]*?)(?:-py3.*\.whl|-cp\d.*\.whl|\.tar\.gz)$/.exec(file) ?? [];
  const mark = 'portcall-runner';
  const fields = {
    ':action': 'file_upload',
    protocol_version: '1',
    name,
    version,
    sha256_digest: createHash('sha256').update(contents).digest('hex'),
  };
  const plain = Object.entries(fields).map(
    ([key, value]) => `--${mark}\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`,
  );
  const head = `${plain.join('')}--${mark}\r\nContent-Disposition: form-data; name="content"; filename="${file}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), contents, Buffer.from(`\r\n--${mark}--\r\n`)]);
  return {headers: {'content-type': `multipart/form-data; boundary=${mark}`}, body};
};

const words: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  503: 'Service Unavailable',
};

/** Uploads files as twine does, and says what it says. */
export const upload = (
  place: Place,
  files: readonly Upload[],
  {user, password}: Credentials,
  skipsExisting: boolean,
  {out}: Streams,
): number => {
  out(`Uploading distributions to ${address}\n`);
  if (files.length === 0) {
    out("ERROR    InvalidDistribution: Cannot find file (or expand pattern): 'dist/*'\n");
    return 1;
  }
  for (const file of [...files].sort((one, other) => Number(other.name.endsWith('.whl')) - Number(one.name.endsWith('.whl')))) {
    out(`Uploading ${file.name}\n`);
    const {headers, body} = formOf(file);
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    const reply = ask(place, address, {method: 'POST', headers: {...headers, authorization, accept: 'text/plain'}, body});
    if (reply.status < 400) continue;
    const [, said = ''] = /^(?:\d{3} )?(.*)/.exec(bodyBytes(reply).toString('utf8').split('\n')[0] ?? '') ?? [];
    if (skipsExisting && /already exist/.test(said)) {
      out(`WARNING  Skipping ${file.name} because it appears to already exist\n`);
      continue;
    }
    out(`ERROR    HTTPError: ${reply.status} ${words[reply.status] ?? 'Error'} from ${address}\n         ${said}\n`);
    return 1;
  }
  const [, name = '', version = ''] = /^(.+?)-(\d[^-]*?)(?:-|\.tar)/.exec(files[0]?.name ?? '') ?? [];
  out(`\nView at:\nhttps://pypi.org/project/${name}/${version}/\n`);
  return 0;
};

const isThisJob =
  (place: Place) =>
  (one: TrustedPublisher): boolean =>
    `${one.owner}/${one.repository}`.toLowerCase() === `${place.repository.owner}/${place.repository.name}`.toLowerCase() &&
    one.workflow ===
      place.repository.workflows
        .find(({id}) => id === place.run.workflowId)
        ?.path.split('/')
        .at(-1) &&
    (one.environment === undefined || one.environment === place.job.environment);

/** The token that PyPI gives the job for its identity: of a project that trusts it, or of one that its first upload will make; undefined: of none. */
const identityToken = (place: Place): PypiToken | undefined => {
  const {pypi} = place.marketplaces;
  const project = Object.values(pypi.projects).find(({publishers}) => publishers.some(isThisJob(place)));
  const pending = Object.keys(pypi.pendingPublishers).find(
    (name) => pypi.pendingPublishers[name] && isThisJob(place)(pypi.pendingPublishers[name]),
  );
  const name = project?.name ?? pending;
  const user = project?.roles[0]?.user ?? pypi.users[0];
  if (name === undefined || user === undefined) return undefined;
  const token: PypiToken = {secret: createTokenMaker().pypi(name), user, projects: [name]};
  pypi.tokens.push(token);
  return token;
};

/** A pending publisher becomes the publisher of the project that its first upload made. */
const settlePending = ({marketplaces: {pypi}}: Place): void => {
  for (const [name, publisher] of Object.entries(pypi.pendingPublishers)) {
    const project = held(pypi.projects, name);
    if (project === undefined) continue;
    project.publishers.push(publisher);
    delete pypi.pendingPublishers[name];
  }
};

/** PyPI's own action: with a password, or as a trusted publisher. */
export const uploadPackages = (inputs: Readonly<Record<string, string>>, shell: Shell, streams: Streams, place: Place): number => {
  const files = filesFor(shell, `${inputs['packages-dir'] ?? 'dist'}/*`);
  const password = inputs['password'] ?? '';
  if (password !== '')
    return upload(place, files, {user: inputs['user'] ?? '__token__', password}, inputs['skip-existing'] === 'true', streams);
  if (place.permissions['id-token'] !== 'write') {
    streams.out(
      '##[error]OpenID Connect token retrieval failed: GitHub: missing or insufficient OIDC token permissions, the ACTIONS_ID_TOKEN_REQUEST_TOKEN environment variable was unset\n',
    );
    return 1;
  }
  const token = identityToken(place);
  if (token === undefined) {
    streams.out(
      '##[error]Trusted publishing exchange failure: Token request failed: the server refused the request for the following reasons:\n* `invalid-publisher`: valid token, but no corresponding publisher (Publisher with matching claims was not found)\n',
    );
    return 1;
  }
  const code = upload(place, files, {user: '__token__', password: token.secret}, inputs['skip-existing'] === 'true', streams);
  settlePending(place);
  return code;
};
