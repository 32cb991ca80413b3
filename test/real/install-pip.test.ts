import {execa} from 'execa';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {pypiInstall} from '../../checks/family/pypi-install.ts';
import {zipOf} from '../../src/demo/contextlite/zip.ts';
import {findClient, findMachine, runInstallTest} from '../../src/tools/install-test.ts';
import {type Loopback, serveOnLoopback} from '../support/loopback.ts';
import {projectOf} from '../support/project.ts';

const machine = findMachine();

const findWhyNot = async (): Promise<string | undefined> => {
  const found = await findClient(pypiInstall, {project: projectOf(), machine}, process.env);
  if ('missing' in found) return 'Python is not installed';
  const {failed} = await execa(found.client, ['-c', 'import venv, ensurepip'], {reject: false});
  return failed ? 'python3-venv is not installed' : undefined;
};
const why = await findWhyNot();

/** A wheel whose program prints this. */
const wheelOf = (name: string, version: string, printed: string): Buffer => {
  const folder = `${name}-${version}.dist-info`;
  return zipOf([
    {name: `${name}/__init__.py`, contents: `def main():\n    import os\n    print(${printed})\n`},
    {name: `${folder}/METADATA`, contents: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`},
    {name: `${folder}/WHEEL`, contents: 'Wheel-Version: 1.0\nGenerator: portcall\nRoot-Is-Purelib: true\nTag: py3-none-any\n'},
    {name: `${folder}/entry_points.txt`, contents: `[console_scripts]\n${name} = ${name}:main\n`},
    {name: `${folder}/RECORD`, contents: ''},
  ]);
};

const wheels: Readonly<Record<string, Buffer>> = {
  good: wheelOf('good', '1.2.3', '"good 1.2.3"'),
  stale: wheelOf('stale', '1.2.3', '"stale 1.2.2"'),
  curious: wheelOf('curious', '1.2.3', '("found" if "Planted" in str(os.environ) else "nothing") + " 1.2.3"'),
};

let index: Loopback;

const tryOut = (name: string, registry = index.origin) =>
  runInstallTest(
    pypiInstall,
    {project: projectOf(), name, spelling: '1.2.3', machine, client: 'python3', registry},
    {
      env: {...process.env, PYPI_API_TOKEN: 'pypi-PlantedByThisTest'},
      signal: new AbortController().signal,
      fetch: async () => undefined,
      onlyHost: '127.0.0.1',
    },
  );

describe.skipIf(why !== undefined)(
  `pip against an index on this machine${why === undefined ? '' : ` (left out: ${why})`}`,
  {timeout: 60_000},
  () => {
    beforeAll(async () => {
      index = await serveOnLoopback(({url = ''}, response) => {
        const [, name = ''] = /^\/simple\/(\w+)\/$/.exec(url) ?? [];
        const [, file = ''] = /^\/files\/(\w+)-/.exec(url) ?? [];
        response.setHeader('content-type', name === '' ? 'application/octet-stream' : 'text/html');
        if (wheels[name] !== undefined) response.end(`<a href="/files/${name}-1.2.3-py3-none-any.whl">${name}-1.2.3-py3-none-any.whl</a>`);
        else if (wheels[file] !== undefined) response.end(wheels[file]);
        else response.writeHead(404).end();
      });
    });
    afterAll(() => index?.close());

    it('installs a wheel into an environment of its own and hears its version', async () => {
      expect(await tryOut('good')).toEqual({kind: 'works', printed: 'good 1.2.3'});
    });

    it('sees that a program says another version than its package', async () => {
      expect(await tryOut('stale')).toEqual({kind: 'other-version', printed: 'stale 1.2.2'});
    });

    it('gives the program no token', async () => {
      expect(await tryOut('curious')).toEqual({kind: 'works', printed: 'nothing 1.2.3'});
    });

    it('tells a package that is not there from an index that is not', async () => {
      expect(await tryOut('missing')).toMatchObject({kind: 'fails', step: expect.stringContaining('missing==1.2.3')});
      expect(await tryOut('good', 'http://127.0.0.1:9')).toMatchObject({kind: 'left-out', why: expect.stringContaining('network')});
    });
  },
);
