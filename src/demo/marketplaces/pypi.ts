import {createHash} from 'node:crypto';
import type {DemoReply, DemoService, DemoSetting} from '../service.ts';
import {sha256} from './project.ts';
import {filePathOf, type PypiFile} from './pypi-files.ts';
import {normalizedName, type PypiProject, type PypiRelease, type PypiState} from './pypi-state.ts';
import {answerUpload} from './pypi-upload.ts';
import {bytes, createService, escapeXml, get, held, json, page, post, type Route, text} from './routes.ts';

const notFound = json(404, {message: 'Not Found'});
const forFifteenMinutes = {'cache-control': 'max-age=900, public', vary: 'Accept-Encoding'};
const forTenMinutes = {'cache-control': 'max-age=600, public', vary: 'Accept, Accept-Encoding'};
const simpleType = 'application/vnd.pypi.simple.v1+json';

const urlOf = (file: PypiFile): string => `https://files.pythonhosted.org${filePathOf(file)}`;

const describedFile = (file: PypiFile, release: PypiRelease): Record<string, unknown> => {
  const md5 = createHash('md5').update(file.content).digest('hex');
  return {
    comment_text: null,
    digests: {md5, sha256: sha256(file.content)},
    downloads: -1,
    filename: file.filename,
    has_sig: false,
    md5_digest: md5,
    packagetype: file.type,
    python_version: file.type === 'sdist' ? 'source' : 'py3',
    requires_python: '>=3.8',
    size: file.content.length,
    upload_time: file.uploadedAt.slice(0, 19),
    upload_time_iso_8601: file.uploadedAt,
    url: urlOf(file),
    yanked: release.isYanked,
    yanked_reason: release.yankedReason ?? null,
  };
};

const informationOf = (project: PypiProject, version: string, release: PypiRelease): Record<string, unknown> => ({
  name: project.name,
  version,
  summary: project.summary,
  license: 'MIT',
  home_page: null,
  package_url: `https://pypi.org/project/${project.name}/`,
  project_url: `https://pypi.org/project/${project.name}/`,
  release_url: `https://pypi.org/project/${project.name}/${version}/`,
  project_urls: project.urls,
  requires_dist: null,
  requires_python: '>=3.8',
  yanked: release.isYanked,
  yanked_reason: release.yankedReason ?? null,
});

const documentOf = (project: PypiProject, version: string, release: PypiRelease): Record<string, unknown> => ({
  info: informationOf(project, version, release),
  last_serial: 31_000_000 + Object.keys(project.releases).length,
  ownership: {roles: project.roles, organization: null},
  urls: release.files.map((file) => describedFile(file, release)),
  vulnerabilities: [],
});

/** What pip installs when nothing is asked for: the newest that is not yanked, else the newest. */
const latestOf = ({releases}: PypiProject): readonly [string, PypiRelease] | undefined =>
  Object.entries(releases).findLast(([, {isYanked}]) => !isYanked) ?? Object.entries(releases).at(-1);

/** `1.0` and `1.0.0` are the same release. */
const canonical = (version: string): string => version.toLowerCase().replace(/(?:\.0)+$/, '');

const projectDocument = (project: PypiProject | undefined): DemoReply => {
  const latest = project === undefined || project.status === 'quarantined' ? undefined : latestOf(project);
  if (project === undefined || latest === undefined) return notFound;
  const releases = Object.entries(project.releases).map(([version, release]) => [
    version,
    release.files.map((file) => describedFile(file, release)),
  ]);
  return json(200, {...documentOf(project, ...latest), releases: Object.fromEntries(releases)}, forFifteenMinutes);
};

const versionDocument = (project: PypiProject | undefined, asked: string): DemoReply => {
  const isVisible = project !== undefined && project.status !== 'quarantined';
  const found = isVisible ? Object.entries(project.releases).find(([version]) => canonical(version) === canonical(asked)) : undefined;
  return found === undefined || project === undefined ? notFound : json(200, documentOf(project, ...found), forFifteenMinutes);
};

const simpleFile = (file: PypiFile, release: PypiRelease): Record<string, unknown> => ({
  filename: file.filename,
  hashes: {sha256: sha256(file.content)},
  'requires-python': '>=3.8',
  size: file.content.length,
  'upload-time': file.uploadedAt,
  url: urlOf(file),
  yanked: release.isYanked ? (release.yankedReason ?? true) : false,
  'core-metadata': false,
  provenance: null,
});

const simpleProject = (project: PypiProject | undefined, accept: string): DemoReply => {
  if (project === undefined) return text(404, '404 Not Found', forTenMinutes);
  const isHidden = project.status === 'quarantined';
  // A release whose files were all deleted is not listed here.
  const releases = isHidden ? [] : Object.entries(project.releases).filter(([, {files}]) => files.length > 0);
  const files = releases.flatMap(([, release]) => release.files.map((file) => simpleFile(file, release)));
  if (accept.includes(simpleType) || accept.includes('application/vnd.pypi.simple.latest+json'))
    return json(
      200,
      {
        meta: {'api-version': '1.4'},
        name: normalizedName(project.name),
        'project-status': {status: project.status},
        versions: releases.map(([version]) => version),
        files,
      },
      {...forTenMinutes, 'content-type': simpleType},
    );
  const links = files.map(({url, filename, hashes}) => {
    const address = `${url}#sha256=${(hashes as {sha256: string}).sha256}`;
    return `<a href="${escapeXml(address)}">${escapeXml(String(filename))}</a><br/>`;
  });
  return {
    status: 200,
    headers: {...forTenMinutes, 'content-type': 'text/html; charset=UTF-8'},
    body: `<!DOCTYPE html>\n<html><body><h1>Links for ${escapeXml(project.name)}</h1>\n${links.join('\n')}\n</body></html>\n`,
  };
};

const siteRoutes = (state: PypiState): readonly Route[] => {
  const projectOf = (name = ''): PypiProject | undefined => held(state.projects, normalizedName(name));
  return [
    get(/^\/pypi\/([^/]+)\/json\/?$/, (_request, name) => projectDocument(projectOf(name))),
    get(/^\/pypi\/([^/]+)\/([^/]+)\/json\/?$/, (_request, name, version = '') => versionDocument(projectOf(name), version)),
    get(/^\/simple\/([^/]+)$/, ({path}) => ({status: 301, headers: {location: `https://pypi.org${path}/`}})),
    get(/^\/simple\/([^/]+)\/$/, ({headers}, name) => simpleProject(projectOf(name), headers.accept ?? '')),
    // Nothing here was uploaded with an attestation.
    get(/^\/integrity\/[^/]+\/[^/]+\/([^/]+)\/provenance$/, (_request, file = '') =>
      json(404, {message: `No provenance available for ${file}`}),
    ),
    get(/^\/user\/([^/]+)\/$/, (_request, user = '') =>
      state.users.includes(user) ? page(200, `Profile of ${user} · PyPI`) : page(404, 'Page Not Found (404) · PyPI'),
    ),
    get(/^\/project\/([^/]+)\/(?:([^/]+)\/)?$/, (_request, name, version = '') => {
      const project = projectOf(name);
      const isThere =
        project !== undefined && project.status !== 'quarantined' && (version === '' || Object.hasOwn(project.releases, version));
      return isThere ? page(200, `${project.name} · PyPI`, forTenMinutes) : page(404, 'Page Not Found (404) · PyPI');
    }),
    // Its permission is granted to observers alone.
    get(/^\/danger-api\/echo$/, () => json(403, {message: 'Access was denied to this resource.'})),
    get(/^/, () => page(404, 'Page Not Found (404) · PyPI')),
  ];
};

/** PyPI: its site and interfaces, the host of uploads and the host of files. */
export const createPypi = (setting: DemoSetting, state: PypiState): readonly DemoService[] => [
  createService({hosts: ['pypi.org'], routes: siteRoutes(state)}),
  createService({
    hosts: ['upload.pypi.org'],
    routes: [
      post(/^\/legacy$/, () =>
        text(308, 'An upload was attempted to /legacy but the expected upload URL is /legacy/ (with a trailing slash)', {
          location: 'https://upload.pypi.org/legacy/',
        }),
      ),
      post(/^\/legacy\/$/, (request) => answerUpload(setting, state, request)),
    ],
  }),
  createService({
    hosts: ['files.pythonhosted.org'],
    routes: [
      get(/^\/packages\/.+$/, ({path}) => {
        const releases = Object.values(state.projects).flatMap(({releases: own}) => Object.values(own));
        const file = releases.flatMap(({files}) => files).find((one) => filePathOf(one) === path);
        const headers = {'cache-control': 'max-age=365000000, immutable, public'};
        return file === undefined ? text(404, 'Not Found') : bytes(file.content, 'application/octet-stream', headers);
      }),
    ],
  }),
];
