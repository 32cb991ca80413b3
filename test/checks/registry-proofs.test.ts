import {describeProofs, type ProofCase} from '../support/proofs.ts';
import {publicationOf} from '../support/survey.ts';

const signedIn = {lookup: {hasToken: true}};
const absent = {facts: {publication: publicationOf({})}};

const registry = 'https://registry.example';
const whoami = `${registry}/-/whoami`;
const scoped = {name: '@octo-org/tool', ...signedIn};
const npm: readonly ProofCase[] = [
  ["one's own scope", 'own-scope', {[whoami]: {body: {username: 'octo-org'}}}, 'done', /own account/, scoped],
  [
    'an organization that the token is shown',
    'own-scope',
    {[whoami]: {body: {username: 'octo'}}, [`${registry}/-/org/octo-org/package`]: {body: {}}},
    'done',
    /organization octo-org/,
    scoped,
  ],
  [
    'an organization that is not there, or not to be seen',
    'own-scope',
    {[whoami]: {body: {username: 'octo'}}, [`${registry}/-/org/octo-org/package`]: {status: 404}},
    'unknown',
    /no organization octo-org/,
    scoped,
  ],
  ['a scope, with a token that is refused', 'own-scope', {[whoami]: {status: 401}}, 'unknown', /refuses the token/, scoped],
  ['a scope, without a token', 'own-scope', {}, 'unknown', /none is at hand/, {name: '@octo-org/tool'}],
  [
    'a scope that is served',
    'own-scope',
    {},
    'done',
    /serves a package/,
    {facts: {publication: publicationOf({serves: '1.2.2'})}, name: '@octo-org/tool'},
  ],
];

const hub = 'https://hub.docker.com/v2';
const image = `${hub}/namespaces/octo/repositories/tool`;
const docker: readonly ProofCase[] = [
  ['an account that is a person', 'create-account', {[`${hub}/users/octo/`]: {body: {username: 'octo'}}}, 'done', /knows octo/],
  [
    'an account that is an organization',
    'create-account',
    {[`${hub}/users/octo/`]: {status: 404}, [`${hub}/orgs/octo/`]: {body: {orgname: 'octo'}}},
    'done',
    /knows octo/,
  ],
  [
    'an account that nobody is shown',
    'create-account',
    {[`${hub}/users/octo/`]: {status: 404}, [`${hub}/orgs/octo/`]: {status: 404}},
    'unknown',
    /hides looks the same/,
  ],
  [
    'an account by its token',
    'create-account',
    {},
    'done',
    /one of octo/,
    {facts: {token: {verdict: 'valid', identity: 'octo', note: ''}}},
  ],
  ['an account by its image', 'create-account', {}, 'done', /an image of octo/, {facts: {account: {kind: 'exists', name: 'octo'}}}],
  ['a repository for everybody', 'create-repository', {[image]: {body: {is_private: false}}}, 'done', /Everybody sees octo\/tool/],
  ['a private repository', 'create-repository', {[image]: {body: {is_private: true}}}, 'to-do', /private/],
  ['a repository that is not shown', 'create-repository', {[image]: {status: 404}}, 'to-do', /not there, or private/],
];

const user = (login: string) => `https://crates.io/api/v1/users/${login}`;
const crates: readonly ProofCase[] = [
  [
    'an account that signed in there',
    'create-account',
    {[user('ada')]: {body: {user: {login: 'ada'}}}},
    'done',
    /knows ada/,
    {login: 'ada'},
  ],
  ['an account that never did', 'create-account', {[user('ada')]: {status: 404}}, 'to-do', /never signed in/, {login: 'ada'}],
  ['an account that is not known here', 'create-account', {[user('octo')]: {status: 404}}, 'unknown', /nobody is signed in/, absent],
  [
    "a crate that is somebody's of the project",
    'create-account',
    {[user('octo')]: {status: 404}},
    'done',
    /ada owns the crate/,
    {facts: {account: {kind: 'owns', name: 'ada'}}},
  ],
];

describeProofs('npm', npm);
describeProofs('docker-hub', docker);
describeProofs('crates-io', crates);
