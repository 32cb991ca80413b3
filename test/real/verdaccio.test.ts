import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {npm} from '../../checks/npm.ts';
import {testAlone} from '../../src/commands/tokens.ts';
import {createLookup} from '../../src/tools/lookup.ts';
import {type LocalVerdaccio, noVerdaccio, startVerdaccio} from '../support/local-verdaccio.ts';
import {projectOf} from '../support/project.ts';
import {realSources} from '../support/real-sources.ts';

const lacking = noVerdaccio === undefined ? '' : ` (left out: ${noVerdaccio})`;

describe.skipIf(noVerdaccio !== undefined)(`npm against a real registry, verdaccio${lacking}`, {timeout: 30_000}, () => {
  let registry: LocalVerdaccio;
  let own: string;
  beforeAll(async () => {
    registry = await startVerdaccio();
    own = await registry.signUp('octo');
    await registry.signUp('other');
  }, 40_000);
  afterAll(() => registry?.close());

  const project = (name: string) => projectOf({version: '1.0.0', packages: {npm: {name, from: 'file', path: 'package.json'}}});
  const sources = () => realSources(registry.folder, '', registry.origin);
  const verdictOf = (secret: string, name = 'tool') =>
    testAlone(npm, {name: 'NPM_TOKEN', secret, companions: {}, source: 'environment'}, sources(), project(name));

  it('knows whose a token is, and not what it may do, since the registry names no collaborators', async () => {
    expect(await registry.publish('tool', own)).toBe(201);
    expect(await verdictOf(own)).toMatchObject({verdict: 'valid-rights-unknown', identity: 'octo'});
    expect(await verdictOf(`${own}\n`)).toMatchObject({verdict: 'valid-rights-unknown', identity: 'octo'});
  });

  it('does not call good what the registry takes for nobody’s: it answers 200 and names no user', async () => {
    expect(await verdictOf('npm_000000000000000000000000000000000000')).toMatchObject({verdict: 'refused'});
    expect((await verdictOf('nonsense')).identity).toBeUndefined();
  });

  it('does not call a revoked token good, though the registry says no more than 403', async () => {
    const {token, key} = await registry.makeToken(own, false);
    expect(await verdictOf(token)).toMatchObject({identity: 'octo'});
    await registry.revoke(own, key);
    expect(await registry.publish('fresh', token)).toBe(403);
    expect(await verdictOf(token)).toMatchObject({verdict: 'undetermined', note: expect.stringContaining('403')});
  });

  it('promises no right that a token for reading, or of another user, does not have', async () => {
    const {token} = await registry.makeToken(own, true);
    expect(await registry.publish('another', token)).toBe(403);
    expect(await verdictOf(token)).toMatchObject({verdict: 'valid-rights-unknown'});
    expect((await verdictOf(token)).rights).toBeUndefined();
    expect(await registry.publish('theirs', own)).toBe(403);
    expect((await verdictOf(own, 'theirs')).verdict).toBe('valid-rights-unknown');
  });

  it('knows a token of another service without sending it', async () => {
    expect((await verdictOf(`ghp_${'x'.repeat(36)}`)).verdict).toBe('wrong-marketplace');
  });

  it('finds what was published, and what was not', async () => {
    const lookup = createLookup(sources(), new Map());
    expect(await npm.findPublication(lookup, project('tool'))).toMatchObject({serves: '1.0.0', version: {kind: 'published'}});
    expect(await npm.findPublication(lookup, project('never'))).toMatchObject({serves: null, version: {kind: 'absent'}});
  });
});
