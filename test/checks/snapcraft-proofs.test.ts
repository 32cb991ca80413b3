import {describeProofs, type ProofCase} from '../support/proofs.ts';
import {publicationOf} from '../support/survey.ts';

const signedIn = {lookup: {hasToken: true}};
const push = 'POST https://dashboard.snapcraft.io/dev/api/snap-push/';
const account = 'https://dashboard.snapcraft.io/dev/api/account';
const info = 'https://api.snapcraft.io/v2/snaps/info/tool?fields=version,revision,channel-map,download,publisher,links,website';
const confinementInfo = 'https://api.snapcraft.io/v2/snaps/info/tool?fields=confinement,channel-map';
const manifest = 'https://api.github.com/repos/octo/tool/contents/snap/snapcraft.yaml';
const withFile = {facts: {files: [{path: 'snap/snapcraft.yaml', faults: []}]}};
const failed = (status: number, code: string, message = '') => ({status, body: {error_list: [{code, message}]}});
const names = (status: string) => ({body: {username: 'octo', snaps: {'16': {tool: {'snap-id': 'x', status, private: false}}}}});
const snapcraft: readonly ProofCase[] = [
  [
    'an agreement by the right to upload',
    'sign-agreement',
    {[push]: {status: 202, body: {success: true}}},
    'done',
    /may upload tool/,
    signedIn,
  ],
  [
    'an agreement that was replaced',
    'sign-agreement',
    {[push]: failed(403, 'user-missing-latest-tos')},
    'to-do',
    /has not signed/,
    signedIn,
  ],
  [
    'an account without a user name',
    'sign-agreement',
    {[push]: failed(403, 'user-not-ready', 'No username.')},
    'to-do',
    /no user name/,
    signedIn,
  ],
  [
    'an agreement behind another refusal',
    'sign-agreement',
    {[push]: failed(404, 'resource-not-found')},
    'unknown',
    /another reason/,
    signedIn,
  ],
  [
    'an agreement behind an aged sign-on',
    'sign-agreement',
    {[push]: failed(401, 'macaroon-needs-refresh')},
    'unknown',
    /ages within a day/,
    signedIn,
  ],
  ['an agreement without a credential', 'sign-agreement', {}, 'unknown', /none is at hand/],
  ['a name of the account', 'register-name', {[account]: names('Approved')}, 'done', /registered to octo/, signedIn],
  ['a name that a person checks', 'register-name', {[account]: names('PendingReview')}, 'waiting', /person at the store/, signedIn],
  ['a name that was refused', 'register-name', {[account]: names('Rejected')}, 'to-do', /Rejected/, signedIn],
  [
    'a name the account lacks',
    'register-name',
    {[account]: {body: {username: 'octo', snaps: {'16': {}}}}},
    'to-do',
    /not among the names/,
    signedIn,
  ],
  [
    "a name that is somebody else's",
    'register-name',
    {},
    'to-do',
    /another project/,
    {facts: {account: {kind: 'taken', note: "tool is another project's snap."}}},
  ],
  ['a name that the store shows nobody', 'register-name', {[info]: {status: 404}}, 'unknown', /looks the same/],
  [
    'a name with a credential that is refused',
    'register-name',
    {[account]: {status: 401, body: {}}, [info]: {status: 404}},
    'unknown',
    /looks the same/,
    signedIn,
  ],
  [
    'a name that is served as ours',
    'register-name',
    {[info]: {body: {snap: {publisher: {username: 'octo'}}, 'channel-map': []}}},
    'done',
    /octo publishes tool/,
    {facts: {publication: publicationOf({serves: '1.2.2'})}},
  ],
  [
    'strict confinement',
    'ask-for-classic',
    {[manifest]: {body: 'name: tool\nconfinement: strict\n'}},
    'done',
    /needs no request/,
    withFile,
  ],
  [
    'classic confinement that was granted',
    'ask-for-classic',
    {[manifest]: {body: 'confinement: classic\n'}, [confinementInfo]: {body: {'channel-map': [{confinement: 'classic'}]}}},
    'done',
    /serves it with classic/,
    withFile,
  ],
  [
    'classic confinement of which nothing is told',
    'ask-for-classic',
    {[manifest]: {body: 'confinement: classic\n'}, [confinementInfo]: {status: 404}},
    'unknown',
    /shows at the first upload/,
    withFile,
  ],
  ['confinement that is written nowhere', 'ask-for-classic', {[manifest]: {status: 404}}, 'unknown', /does not say/, withFile],
  ['confinement without a file', 'ask-for-classic', {}, 'unknown', /no snapcraft.yaml/],
];

describeProofs('snapcraft', snapcraft);
