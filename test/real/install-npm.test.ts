import {access, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {npmInstall} from '../../checks/family/npm-install.ts';
import {tarGzOf} from '../../src/demo/contextlite/tar.ts';
import {findClient, findMachine, runInstallTest} from '../../src/tools/install-test.ts';
import {type LocalVerdaccio, noVerdaccio, startVerdaccio} from '../support/local-verdaccio.ts';
import {projectOf} from '../support/project.ts';

const machine = findMachine();
const noNpm =
  'missing' in (await findClient(npmInstall, {project: projectOf(), machine}, process.env)) ? 'npm is not installed' : undefined;
const why = noVerdaccio ?? noNpm;

/** Where the scripts of the malicious package would write. */
const traces = path.join(tmpdir(), `portcall-malicious-${process.pid}`);

const tarballOf = (name: string, version: string, script: string, scripts: object): Buffer =>
  tarGzOf([
    {name: 'package/package.json', contents: JSON.stringify({name, version, bin: {tool: 'tool.cjs'}, scripts})},
    {name: 'package/tool.cjs', contents: `#!/usr/bin/env node\n${script}\n`, isExecutable: true},
  ]);

let registry: LocalVerdaccio;
let token: string;

const publish = async (name: string, version: string, script: string, scripts: object = {}): Promise<void> => {
  const tarball = tarballOf(name, version, script, scripts);
  const file = `${name}-${version}.tgz`;
  const body = {
    _id: name,
    name,
    'dist-tags': {latest: version},
    versions: {[version]: {name, version, bin: {tool: 'tool.cjs'}, scripts, dist: {tarball: `${registry.origin}/${name}/-/${file}`}}},
    _attachments: {[file]: {content_type: 'application/octet-stream', data: tarball.toString('base64'), length: tarball.length}},
  };
  const reply = await fetch(`${registry.origin}/${name}`, {
    method: 'PUT',
    headers: {'content-type': 'application/json', authorization: `Bearer ${token}`},
    body: JSON.stringify(body),
  });
  expect(reply.status).toBe(201);
};

const tryOut = (name: string) =>
  runInstallTest(
    npmInstall,
    {project: projectOf(), name, spelling: '1.2.3', machine, client: 'npm', registry: registry.origin},
    {
      env: {...process.env, NPM_TOKEN: 'npm_PlantedByThisTest', NODE_AUTH_TOKEN: 'npm_PlantedByThisTest'},
      signal: new AbortController().signal,
      fetch: async () => undefined,
    },
  );

describe.skipIf(why !== undefined)(
  `npm against a real registry${why === undefined ? '' : ` (left out: ${why})`}`,
  {timeout: 60_000},
  () => {
    beforeAll(async () => {
      registry = await startVerdaccio();
      token = await registry.signUp('octo');
    }, 40_000);
    afterAll(async () => {
      await registry?.close();
      await rm(traces, {recursive: true, force: true});
    });

    it('installs a package and hears its version', async () => {
      await publish('good-tool', '1.2.3', 'console.log("tool", require("./package.json").version)');
      expect(await tryOut('good-tool')).toEqual({kind: 'works', printed: 'tool 1.2.3'});
    });

    it('sees that a package says another version than its own', async () => {
      await publish('stale-tool', '1.2.3', 'console.log("tool 1.2.2")');
      expect(await tryOut('stale-tool')).toEqual({kind: 'other-version', printed: 'tool 1.2.2'});
    });

    it('tells what npm said of a version that is not there', async () => {
      await publish('young-tool', '1.0.0', '');
      const outcome = await tryOut('young-tool');
      expect(outcome).toMatchObject({kind: 'fails', step: expect.stringContaining('young-tool@1.2.3')});
      expect(JSON.stringify(outcome)).toContain('ETARGET');
    });

    it('runs no script of a package, whatever it wants to write outside', async () => {
      const write = (name: string) => `mkdir -p ${traces} && touch ${traces}/${name}`;
      const scripts = {preinstall: write('pre'), install: write('in'), postinstall: write('post'), prepare: write('prepare')};
      await publish('bad-tool', '1.2.3', 'console.log("1.2.3")', scripts);
      expect(await tryOut('bad-tool')).toMatchObject({kind: 'works'});
      await expect(access(traces)).rejects.toThrow();
    });

    it('gives the program no token', async () => {
      await publish('curious-tool', '1.2.3', 'console.log(JSON.stringify(process.env).includes("Planted") ? "found" : "nothing", "1.2.3")');
      expect(await tryOut('curious-tool')).toEqual({kind: 'works', printed: 'nothing 1.2.3'});
    });
  },
);
