import type {DemoReply, DemoRequest, DemoSetting} from '../service.ts';
import {type FormField, formOf} from './form.ts';
import {sha256} from './project.ts';
import type {PypiFile} from './pypi-files.ts';
import {normalizedName, type PypiProject, type PypiRelease, type PypiState, type PypiToken, tokenNumberOf} from './pypi-state.ts';
import {basicOf, bearerOf, escapeXml, held} from './routes.ts';

const titles: Record<number, string> = {200: 'OK', 400: 'Bad Request', 403: 'Forbidden', 404: 'Not Found'};

/** A refusal carries its reason in the first line of the body, in the form that the caller accepts. */
const refusal = ({headers}: DemoRequest, status: number, message: string): DemoReply => {
  const accept = headers.accept ?? '';
  if (accept === '' || /\*\/\*|text\/html/.test(accept))
    return {
      status,
      headers: {'content-type': 'text/html; charset=UTF-8'},
      body: `<html>\n <head>\n  <title>${status} ${message}</title>\n </head>\n <body>\n  <h1>${status} ${message}</h1>\n  ${escapeXml(message)}\n </body>\n</html>`,
    };
  if (accept.includes('application/json')) return {status, body: {message, code: `${status} ${message}`, title: titles[status]}};
  return {status, headers: {'content-type': 'text/plain; charset=UTF-8'}, body: `${status} ${message}\n\n${message}\n`};
};

const invalidToken = 'Invalid or non-existent authentication information. See https://pypi.org/help/#invalid-auth for more information.';
const requiredName =
  "'' is an invalid value for Name. Error: This field is required. See https://packaging.python.org/specifications/core-metadata for more information.";

const sentToken = (request: DemoRequest): string | undefined => {
  const basic = basicOf(request);
  if (basic !== undefined) return basic.user === '__token__' ? basic.password.trim() : undefined;
  return bearerOf(request) ?? /^token\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
};

type Upload = {
  readonly state: PypiState;
  readonly token: PypiToken;
  readonly isWhole: boolean;
  readonly fields: ReadonlyMap<string, FormField>;
};
const textIn = (fields: Upload['fields'], name: string): string => fields.get(name)?.value.toString('utf8').trim() ?? '';

/** Signature, expiry, projects and roles are looked at only once the form's first fields are right. */
const rightRefusal = ({state, token, isWhole}: Upload, name: string): string | undefined => {
  if (!isWhole) return 'Invalid API Token: signatures do not match';
  if (token.isExpired) return 'Invalid API Token: token is expired';
  const isInScope = token.projects === undefined || token.projects.some((project) => normalizedName(project) === normalizedName(name));
  if (!isInScope) return `Invalid API Token: project-scoped token is not valid for project: '${name}'`;
  const project = held(state.projects, normalizedName(name));
  const hasRole = project === undefined || project.roles.some(({user}) => user === token.user);
  return hasRole ? undefined : `The user '${token.user}' isn't allowed to upload to project '${name}'.`;
};

const twoWeeks = 14 * 86_400_000;

const platformTag =
  /^(?:any|win32|win_(?:amd64|arm64)|macosx_(?:10_\d+|1[1-5]_0|26_0)_(?:x86_64|arm64|universal2|intel|i386)|(?:manylinux(?:1|2010|2014|_\d+_\d+)|musllinux_\d+_\d+)_(?:x86_64|i686|aarch64|armv7l|ppc64le?|s390x|riscv64)|linux_armv[67]l)$/;

const fileRefusal = (
  setting: DemoSetting,
  project: PypiProject,
  release: PypiRelease | undefined,
  filename: string,
): string | undefined => {
  const isThere = Object.values(project.releases).some(({files}) => files.some((file) => file.filename === filename));
  if (isThere) return `File already exists ('${filename}'). See https://pypi.org/help/#file-name-reuse for more information.`;
  if (project.burnedFilenames.includes(filename))
    return 'This filename was previously used by a file that has since been deleted. Use a different version.';
  if (release !== undefined && setting.now() - Date.parse(release.createdAt) > twoWeeks)
    return 'Uploading new files to releases older than 14 days is not allowed.';
  const odd = (/-([^-]+)\.whl$/.exec(filename)?.[1] ?? 'any').split('.').find((tag) => !platformTag.test(tag));
  if (odd !== undefined) return `Binary wheel '${filename}' has an unsupported platform tag '${odd}'.`;
  const isSecondSource = filename.endsWith('.tar.gz') && release?.files.some(({type}) => type === 'sdist');
  return isSecondSource ? 'Only one sdist may be uploaded per release.' : undefined;
};

const newProject = (name: string, user: string): PypiProject => ({
  name,
  summary: '',
  urls: {},
  roles: [{role: 'Owner', user}],
  status: 'active',
  releases: {},
  burnedFilenames: [],
  publishers: [],
});

/** Stores the file, or says why not; the same file once more changes nothing and is no error. */
const takeFile = (setting: DemoSetting, upload: Upload, request: DemoRequest): DemoReply => {
  const {state, token, fields} = upload;
  const [name, version] = [textIn(fields, 'name'), textIn(fields, 'version')];
  const {value: content = Buffer.alloc(0), filename = ''} = fields.get('content') ?? {};
  if (textIn(fields, 'sha256_digest').toLowerCase() !== sha256(content))
    return refusal(request, 400, 'The digest supplied does not match a digest calculated from the uploaded file.');
  const project = held(state.projects, normalizedName(name)) ?? newProject(name, token.user);
  const release = held(project.releases, version);
  if (release?.files.some((file) => file.filename === filename && file.content.equals(content))) return {status: 200};
  const refused = fileRefusal(setting, project, release, filename);
  if (refused !== undefined) return refusal(request, 400, refused);
  const uploadedAt = new Date(setting.now()).toISOString();
  const file: PypiFile = {filename, type: filename.endsWith('.whl') ? 'bdist_wheel' : 'sdist', content, uploadedAt};
  const stored = release ?? {files: [], createdAt: uploadedAt, isYanked: false};
  stored.files.push(file);
  project.releases[version] = stored;
  state.projects[normalizedName(name)] = project;
  return {status: 200};
};

/** In the server's own order: closed for all, who it is, which fields, what the token may do, which file. */
export const answerUpload = (setting: DemoSetting, state: PypiState, request: DemoRequest): DemoReply => {
  if (state.closed === 'read-only') return refusal(request, 403, 'Read-only mode: Uploads are temporarily disabled.');
  if (state.closed === 'uploads-disabled') return refusal(request, 403, 'New uploads are temporarily disabled.');
  const secret = sentToken(request) ?? '';
  const number = tokenNumberOf(secret);
  // Found by its number alone, so that a token with a damaged end still gets past this point.
  const token = number === undefined ? undefined : state.tokens.find((known) => tokenNumberOf(known.secret) === number);
  if (token === undefined) return refusal(request, 403, invalidToken);
  const fields = formOf(request);
  if (textIn(fields, ':action') !== 'file_upload') return refusal(request, 404, 'The resource could not be found.');
  if (!['', '1'].includes(textIn(fields, 'protocol_version'))) return refusal(request, 400, 'Unknown protocol version.');
  const name = textIn(fields, 'name');
  if (name === '') return refusal(request, 400, requiredName);
  const upload: Upload = {state, token, isWhole: token.secret === secret, fields};
  const refused = rightRefusal(upload, name);
  return refused === undefined ? takeFile(setting, upload, request) : refusal(request, 403, refused);
};
