import {afterEach, beforeEach, expect, it} from 'vitest';
import {ail, documentOf, rowIn} from '../support/bad-input.ts';
import {type Loopback, serveOnLoopback} from '../support/loopback.ts';
import {type Measured, runMeasured} from '../support/measured-program.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';

let stage: Stage;
const servers: Loopback[] = [];
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  await stage.end();
});

let runs = 0;

/** Megabytes that bad input may cost. */
const mostGrowth = 150;

/** Runs the built program against the stage's world, with nothing kept from before; `elsewhere` takes over a host. */
const survey = (elsewhere: Readonly<Record<string, string>> = {}): Promise<Measured> => {
  const hosts = [...Object.entries(elsewhere), ['*', stage.served.origin] as const].map((one) => one.join('=')).join(',');
  runs += 1;
  const env = {PORTCALL_HOME: `${stage.home}/${runs}`, PORTCALL_HOSTS: hosts, GITHUB_TOKEN: stage.world.setting.tokens.GITHUB_TOKEN ?? ''};
  const args = ['status', '--json', '--repo', 'Michael-A-Kuykendall/contextlite', '--tag', 'v1.0.35'];
  return runMeasured(args, stage.home, env);
};

const documentIn = ({out}: Measured) => documentOf({code: 0, out, told: ''});

/** A host that answers with so many equal pieces, without saying how long that is, and then with an end. */
const serveLong = async (piece: string, pieces: number, end = '') => {
  const bytes = Buffer.from(piece);
  const server = await serveOnLoopback((_, response) => {
    let left = pieces;
    response.writeHead(200, {'content-type': 'text/plain'});
    const more = () => {
      while (!response.destroyed && left > 0) {
        left -= 1;
        if (!response.write(bytes)) return void response.once('drain', more);
      }
      response.end(end);
    };
    more();
  });
  servers.push(server);
  return server.origin;
};

it('an answer of 1 GB is refused by its length before it is read', async () => {
  const usual = await survey();
  ail(stage, 'api.github.com', {kind: 'huge'});
  const measured = await survey();
  const {problem} = rowIn(documentIn(measured), 'github-releases').cells.published;
  expect(problem?.what).toBe('api.github.com sends more than 64 MB where a short answer is expected.');
  expect(measured.megabytes - usual.megabytes, `${measured.megabytes} - ${usual.megabytes}`).toBeLessThan(mostGrowth);
});

it('an answer of 1 GB that does not say its length is refused at 64 MB, all that one host sends together', async () => {
  const usual = await survey();
  const measured = await survey({'api.github.com': await serveLong('x'.repeat(250_000), 4_000)});
  const document = documentIn(measured);
  expect(rowIn(document, 'github-releases').cells.published.problem?.what).toContain('more than 64 MB');
  expect(rowIn(document, 'npm').version).toBe('1.0.34');
  expect(measured.megabytes - usual.megabytes).toBeLessThan(mostGrowth);
});

it('a log of 20 MB is searched without being held', async () => {
  const usual = await survey();
  const noise = '2026-01-01T00:00:00.0000000Z a line that says nothing of what went wrong\n'.repeat(1_000);
  const end = '2026-01-01T00:00:00.0000000Z ##[error]curl: (22) The requested URL returned error: 404\n';
  const elsewhere = {'productionresultssa7.blob.core.windows.net': await serveLong(noise, 280, end)};
  const measured = await survey(elsewhere);
  expect(JSON.stringify(rowIn(documentIn(measured), 'chocolatey').diagnosis)).toContain('The requested URL returned error: 404');
  expect(measured.megabytes - usual.megabytes).toBeLessThan(mostGrowth);
});
