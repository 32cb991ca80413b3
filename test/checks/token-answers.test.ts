import type {ServerResponse} from 'node:http';
import {afterEach, describe, expect, it} from 'vitest';
import {marketplaces} from '../../checks/index.ts';
import {testAlone} from '../../src/commands/tokens.ts';
import type {MarketplaceId} from '../../src/model/marketplace-id.ts';
import type {TokenTest, TokenVerdict} from '../../src/model/publication.ts';
import {createHttp} from '../../src/tools/http.ts';
import {noCache} from '../../src/tools/http-cache.ts';
import {type Loopback, serveOnLoopback} from '../support/loopback.ts';
import {macaroonOf} from '../support/macaroon.ts';
import {projectOf} from '../support/project.ts';

const servers: Loopback[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

type Said = {readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown};
/** What is said below each path, the first that fits; everything else is answered with 404. */
type Answers = readonly (readonly [path: RegExp, said: Said])[];

const send = (response: ServerResponse, {status = 200, headers = {}, body = ''}: Said) =>
  response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));

const now = new Date('2026-11-21T12:00:00Z').getTime();
const snap = (expires: string) => {
  const root = macaroonOf(
    Buffer.alloc(32, 1),
    `dashboard.snapcraft.io|expires|${expires}`,
    'dashboard.snapcraft.io|acl|["package_access","package_push","package_release","package_update"]',
    'dashboard.snapcraft.io|channel|["edge"]',
  );
  const account = Buffer.from('{"username":"octo-snap","email":"octo@example.invalid"}').toString('base64');
  const discharge = macaroonOf(Buffer.alloc(32, 2), `login.ubuntu.com|account|${account}`);
  return Buffer.from(JSON.stringify({t: 'u1-macaroon', v: {r: root, d: discharge}})).toString('base64');
};
const macaroon2 = (location: string, ...caveats: readonly unknown[]) => {
  const field = (type: number, text: string) => Buffer.concat([Buffer.from([type, Buffer.byteLength(text)]), Buffer.from(text)]);
  const parts = caveats.flatMap((one) => [field(2, JSON.stringify(one)), Buffer.from([0])]);
  const all = [Buffer.from([2]), field(1, location), field(2, 'id'), Buffer.from([0]), ...parts, Buffer.from([0])];
  return `pypi-${Buffer.concat(all).toString('base64url')}`;
};

/* Invented, in the shape of real ones. */
const secrets = {
  'github-releases': `ghp_${'a'.repeat(36)}`,
  npm: `npm_${'b'.repeat(36)}`,
  pypi: macaroon2('pypi.org', [1, ['tool']]),
  'docker-hub': `dckr_pat_${'c'.repeat(27)}`,
  chocolatey: '0123abcd-0123-4567-89ab-0123456789ab',
  'crates-io': `cio${'d'.repeat(32)}`,
  snapcraft: snap('2030-01-01T00:00:00.000'),
  vscode: `${'e'.repeat(76)}AZDO${'f'.repeat(4)}`,
  'github-packages': `ghp_${'g'.repeat(36)}`,
} as const satisfies Partial<Record<MarketplaceId, string>>;
type Tested = keyof typeof secrets;

const project = projectOf({
  packages: {vscode: {name: 'octo.tool', from: 'file', path: 'package.json'}, flathub: {name: 'io.github.octo.tool', from: 'guess'}},
});

const tested = async (id: MarketplaceId, secret: string, answers: Answers): Promise<TokenTest> => {
  const server = await serveOnLoopback((request, response) => {
    request.resume();
    const said = answers.find(([path]) => path.test(request.url ?? ''))?.[1];
    send(response, said ?? {status: 404, body: {message: 'Not Found'}});
  });
  servers.push(server);
  const http = createHttp({hosts: {own: {'*': server.origin}, ofRepository: {}}, userAgent: 'portcall-test', timeout: 1000, pause: 1});
  const sources = {http, cache: noCache, npmRegistry: 'https://registry.example', believesAbsenceFor: 0};
  const marketplace = marketplaces.find((one) => one.id === id)!;
  const found = {name: 'TOKEN', secret, companions: {DOCKERHUB_USERNAME: 'octo'}, source: 'environment'} as const;
  return testAlone(marketplace, found, sources, project);
};

const html: Said = {headers: {'content-type': 'text/html'}, body: '<!DOCTYPE html><title>One moment</title>'};
const errors = (detail: string) => ({errors: [{detail}]});
const jwt = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;
const login = (headers: Readonly<Record<string, string>> = {'x-oauth-scopes': 'repo'}): Said => ({headers, body: {login: 'octo'}});
const any = (said: Said): Answers => [[/./, said]];

const tables: Readonly<Record<Tested, readonly (readonly [name: string, answers: Answers, verdict: TokenVerdict, note?: RegExp])[]>> = {
  'github-releases': [
    [
      'its scope, and git lets it push',
      [
        [/receive-pack/, {body: '001f# service=git-receive-pack\n0000'}],
        [/user/, login()],
      ],
      'valid',
      /push/,
    ],
    [
      'its scope, and git does not let it push',
      [
        [/receive-pack/, {status: 403, body: 'denied'}],
        [/user/, login()],
      ],
      'lacks-right',
    ],
    [
      'its scope, and a page where git should answer',
      [
        [/receive-pack/, html],
        [/user/, login()],
      ],
      'valid',
      /scope/,
    ],
    [
      'its scope, and git is out of order',
      [
        [/receive-pack/, {status: 503}],
        [/user/, login()],
      ],
      'valid',
      /scope/,
    ],
    ['no scope at all', [[/user/, login({'x-oauth-scopes': ''})]], 'lacks-right', /public_repo/],
    [
      'a fine-grained one that does not reach the repository',
      [
        [/receive-pack/, {status: 404}],
        [/user/, login({})],
        [/repos/, {body: {}}],
      ],
      'lacks-right',
    ],
    [
      'a fine-grained one, and no such repository',
      [
        [/receive-pack/, {status: 404}],
        [/user/, login({})],
      ],
      'valid-rights-unknown',
      /not exist/,
    ],
    ['bad credentials', any({status: 401, body: {message: 'Bad credentials'}}), 'refused'],
    [
      'single sign-on',
      any({status: 403, headers: {'x-github-sso': 'required; url=https://github.com/orgs/o/sso'}, body: {}}),
      'blocked',
      /orgs\/o\/sso/,
    ],
    [
      'a rule of the organization',
      any({status: 403, body: {message: '`o` forbids access via a personal access token (classic).'}}),
      'blocked',
    ],
    ['a rate limit', any({status: 403, headers: {'x-ratelimit-remaining': '0'}, body: {}}), 'undetermined'],
    ['a secondary limit', any({status: 403, headers: {'retry-after': '60'}, body: {}}), 'undetermined'],
    ['too many bad sign-ins', any({status: 403, body: {message: 'Maximum number of login attempts exceeded.'}}), 'undetermined'],
    ['a run’s own token', any({status: 403, body: {message: 'Resource not accessible by integration'}}), 'undetermined'],
    ['a page of a proxy', any({...html, status: 403}), 'undetermined'],
  ],
  'github-packages': [
    ['write:packages', [[/user/, login({'x-oauth-scopes': 'write:packages'})]], 'valid'],
    ['only reading', [[/user/, login({'x-oauth-scopes': 'read:packages'})]], 'lacks-right'],
    ['bad credentials', any({status: 401, body: {}}), 'refused'],
  ],
  npm: [
    [
      'a publisher',
      [
        [/whoami/, {body: {username: 'octo'}}],
        [/collaborators/, {body: {octo: 'read-write'}}],
      ],
      'valid-rights-unknown',
    ],
    [
      'a reader',
      [
        [/whoami/, {body: {username: 'octo'}}],
        [/collaborators/, {body: {octo: 'read-only'}}],
      ],
      'lacks-right',
    ],
    ['a new package', [[/whoami/, {body: {username: 'octo'}}]], 'valid-rights-unknown'],
    ['a dead one', any({status: 401, body: {}}), 'refused'],
    ['another address', any({status: 401, headers: {'www-authenticate': 'ipaddress'}, body: {}}), 'blocked'],
    ['a refusal by a wall', any({...html, status: 403}), 'undetermined'],
  ],
  pypi: [
    ['a known one', any({status: 400, body: "'' is an invalid value for Name. Error: This field is required."}), 'valid-rights-unknown'],
    [
      'an unknown one',
      any({status: 403, body: 'Invalid or non-existent authentication information. See https://pypi.org/help/#invalid-auth'}),
      'refused',
    ],
    ['read-only mode', any({status: 403, body: 'Read-only mode: Uploads are temporarily disabled.'}), 'undetermined'],
    ['no new uploads', any({status: 403, body: 'New uploads are temporarily disabled.'}), 'undetermined'],
    ['another version of the protocol', any({status: 400, body: 'Unknown protocol version.'}), 'valid-rights-unknown'],
    ['no such address', any({status: 404}), 'undetermined'],
    ['a page of a proxy', any({...html, status: 403}), 'undetermined'],
  ],
  'docker-hub': [
    ['push', any({body: {token: jwt({sub: 'octo', access: [{name: 'octo/tool', actions: ['pull', 'push']}]})}}), 'valid'],
    ['pull alone', any({body: {token: jwt({sub: 'octo', access: [{name: 'octo/tool', actions: ['pull']}]})}}), 'lacks-right'],
    ['nothing granted', any({body: {token: jwt({sub: 'octo', access: []})}}), 'lacks-right'],
    ['taken for nobody', any({body: {token: jwt({sub: '', access: []})}}), 'undetermined'],
    ['too low a level', any({status: 401, body: {details: 'access token has insufficient scopes'}}), 'lacks-right'],
    ['a bad one', any({status: 401, body: {details: 'incorrect username or password'}}), 'refused'],
    ['a wall', any({status: 403, body: 'denied'}), 'undetermined'],
  ],
  chocolatey: [
    ['an owner’s', any({}), 'valid'],
    [
      'a stranger’s',
      [
        [/verifykey\/tool/, {status: 403, body: 'does not provide the authority to push packages.'}],
        [/./, {}],
      ],
      'lacks-right',
    ],
    [
      'a version that is absent',
      [
        [/verifykey\/tool/, {status: 404, body: "A package with id 'tool'"}],
        [/./, {}],
      ],
      'valid-rights-unknown',
    ],
    ['no GUID to the server', any({status: 400, body: 'The API key provided is invalid.'}), 'refused'],
    ['an unknown one', any({status: 403, body: 'The specified API key does not provide the authority to push packages.'}), 'refused'],
    ['a browser check', any({...html, status: 403}), 'undetermined'],
    ['the test is gone', any({...html, status: 404}), 'untestable'],
    ['the test takes no GET', any({status: 405}), 'untestable'],
  ],
  'crates-io': [
    ['a good one', any({status: 403, body: errors('this action can only be performed on the crates.io website')}), 'valid-rights-unknown'],
    ['an unknown one', any({status: 403, body: errors('authentication failed')}), 'refused'],
    [
      'another format',
      any({status: 401, body: errors('The given API token does not match the format used by crates.io.')}),
      'wrong-marketplace',
    ],
    ['a header it can’t read', any({status: 401, body: errors('Invalid `Authorization` header: Found unexpected scheme')}), 'refused'],
    ['a locked account', any({status: 403, body: errors('This account is locked indefinitely. Reason: test')}), 'blocked'],
    ['no token seen', any({status: 403, body: errors('this action requires authentication')}), 'undetermined'],
    ['a client that is kept out', any({status: 403, body: 'We are unable to process your request at this time.'}), 'undetermined'],
    ['a page and 200', any(html), 'undetermined'],
  ],
  snapcraft: [
    [
      'a good one',
      any({body: {account: {username: 'octo'}, permissions: ['package_push', 'package_release'], expires: '2030-01-01T00:00:00.000'}}),
      'valid',
    ],
    ['without limits', any({body: {account: {username: 'octo'}, permissions: null, channels: null, expires: null}}), 'valid'],
    ['without release', any({body: {account: {username: 'octo'}, permissions: ['package_push']}}), 'lacks-right'],
    ['an aged sign-on', any({status: 401, body: {error_list: [{code: 'macaroon-needs-refresh'}]}}), 'undetermined', /renewed/],
    ['a dead one', any({status: 401, body: {error_list: [{code: 'macaroon-authorization-required'}]}}), 'refused'],
    ['a blocked account', any({status: 403, body: {error_list: [{code: 'user-not-ready'}]}}), 'blocked'],
    ['a missing permission', any({status: 403, body: {error_list: [{code: 'macaroon-permission-required'}]}}), 'lacks-right'],
    ['a page of a proxy', any({...html, status: 403}), 'undetermined'],
  ],
  vscode: [
    ['a contributor', any({body: {value: [{identity: {displayName: 'o'}, role: {name: 'Contributor'}}]}}), 'valid'],
    ['a reader among others', any({body: {value: [{role: {name: 'Reader'}}, {role: {name: 'Owner'}}]}}), 'valid-rights-unknown'],
    ['readers alone', any({body: {value: [{role: {name: 'Reader'}}]}}), 'lacks-right'],
    ['no member', any({status: 403, body: {message: 'TF400813: not authorized'}}), 'lacks-right'],
    ['a dead one', any({status: 401, body: ''}), 'refused'],
    ['a page for signing in', any({...html, status: 203}), 'undetermined'],
    ['no such publisher', any({status: 404}), 'undetermined'],
    ['a page of a proxy', any({...html, status: 403}), 'undetermined'],
  ],
};

describe('what an answer tells of a token', () => {
  for (const id of Object.keys(tables) as Tested[]) {
    for (const [name, answers, verdict, note] of tables[id]) {
      it(`${id}: ${name}`, async () => {
        const test = await tested(id, secrets[id], answers);
        expect(test.verdict, test.note).toBe(verdict);
        if (note !== undefined) expect(test.note).toMatch(note);
      });
    }

    it.each([
      ['429', any({status: 429, headers: {'retry-after': '60'}, body: 'slow down'})],
      ['500', any({...html, status: 500})],
      ['502', any({...html, status: 502})],
      ['503', any({status: 503})],
      ['a page and 200', any(html)],
      ['other JSON and 200', any({body: {unexpected: true}})],
    ])(`${id} never takes %s for a refusal`, async (name, answers) => {
      const {verdict} = await tested(id, secrets[id], answers);
      // Chocolatey answers every 200 alike, with an empty body.
      const isPlain200 = id === 'chocolatey' && name === 'other JSON and 200';
      expect(verdict).toBe(isPlain200 ? 'valid' : 'undetermined');
    });
  }

  it('needs no more than a network that fails', async () => {
    const http = createHttp({hosts: {own: {'*': 'http://127.0.0.1:9'}, ofRepository: {}}, userAgent: 'test', timeout: 200, pause: 1});
    const sources = {http, cache: noCache, npmRegistry: 'https://registry.example', believesAbsenceFor: 0};
    for (const marketplace of marketplaces) {
      const secret = (secrets as Partial<Record<MarketplaceId, string>>)[marketplace.id] ?? `ghp_${'h'.repeat(36)}`;
      const found = {name: 'TOKEN', secret, companions: {}, source: 'environment'} as const;
      const {verdict} = await testAlone(marketplace, found, sources, project);
      expect(verdict, marketplace.id).toBe(marketplace.id === 'aur' ? 'wrong-marketplace' : 'undetermined');
    }
  });
});

describe('what a token’s own text tells', () => {
  it('is the end, the account, the rights and the channels of a Snap credential, before and beside any answer', async () => {
    const ended = await tested('snapcraft', snap('2026-01-01T00:00:00.000'), []);
    expect(ended).toMatchObject({verdict: 'expired', expires: '2026-01-01T00:00:00.000Z'});
    const unanswered = await tested('snapcraft', secrets.snapcraft, any({...html, status: 500}));
    expect(unanswered).toMatchObject({verdict: 'undetermined', identity: 'octo-snap', expires: '2030-01-01T00:00:00.000Z'});
    expect(unanswered.rights).toContain('channel edge');
  });

  it('is the index, the end and the projects of a PyPI token', async () => {
    const seconds = Math.floor(now / 1000);
    expect(await tested('pypi', macaroon2('test.pypi.org'), [])).toMatchObject({verdict: 'wrong-marketplace'});
    expect(await tested('pypi', macaroon2('pypi.org', [0, seconds - 86_400 * 365, 0]), [])).toMatchObject({verdict: 'expired'});
    expect(await tested('pypi', macaroon2('pypi.org', [1, ['other']]), [])).toMatchObject({
      verdict: 'lacks-right',
      rights: ['upload other'],
    });
    const known = any({status: 400, body: 'This field is required.'});
    expect(await tested('pypi', macaroon2('pypi.org', [3, 'user']), known)).toMatchObject({rights: ['every project of its account']});
    expect((await tested('pypi', macaroon2('pypi.org'), known)).rights).toBeUndefined();
  });

  it('is what a token for direct uploads to Flathub claims', async () => {
    const claims = {exp: 4102444800, scope: ['build', 'upload', 'publish'], prefixes: ['io.github.octo.tool']};
    expect(await tested('flathub', jwt(claims), [])).toMatchObject({verdict: 'untestable', expires: '2100-01-01T00:00:00.000Z'});
    expect((await tested('flathub', jwt({...claims, exp: 1}), [])).verdict).toBe('expired');
    expect((await tested('flathub', jwt({...claims, prefixes: ['org.other']}), [])).verdict).toBe('lacks-right');
    expect((await tested('flathub', jwt({...claims, scope: ['build']}), [])).verdict).toBe('lacks-right');
  });
});

describe('an aged sign-on of the Snap Store', () => {
  it('is renewed in memory, and then the credential is tested', async () => {
    const discharge = macaroonOf(Buffer.alloc(32, 3));
    let asked = 0;
    const server = await serveOnLoopback((request, response) => {
      request.resume();
      if (request.url?.startsWith('/login.ubuntu.com/')) return send(response, {body: {discharge_macaroon: discharge}});
      asked += 1;
      return send(
        response,
        asked === 1 ? {status: 401, body: {error_list: [{code: 'macaroon-needs-refresh'}]}} : {body: {account: {username: 'octo'}}},
      );
    });
    servers.push(server);
    const http = createHttp({hosts: {own: {'*': server.origin}, ofRepository: {}}, userAgent: 'portcall-test', pause: 1});
    const sources = {http, cache: noCache, npmRegistry: 'https://registry.example', believesAbsenceFor: 0};
    const snapcraft = marketplaces.find(({id}) => id === 'snapcraft')!;
    const found = {name: 'X', secret: secrets.snapcraft, companions: {}, source: 'environment'} as const;
    expect(await testAlone(snapcraft, found, sources, project)).toMatchObject({verdict: 'valid', identity: 'octo'});
    expect(asked).toBe(2);
    const [first, , second] = server.requests.map(({headers}) => headers.authorization);
    expect(first).not.toBe(second);
    expect(server.requests[1]?.headers.authorization).toBeUndefined();
  });
});
