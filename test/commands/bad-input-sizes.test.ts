import {createHash} from 'node:crypto';
import {afterEach, describe, expect, it} from 'vitest';
import type {Asset} from '../../src/demo/github/state.ts';
import {ail, documentOf, repositoryOf, rowIn} from '../support/bad-input.ts';
import {serveOnLoopback} from '../support/loopback.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';

let stage: Stage;
afterEach(() => stage.end());

const tagged = ['status', '--json', '--tag', 'v1.0.35'];
const at = '2026-01-01T00:00:00Z';

describe('much of everything', () => {
  it('3,000 secrets are read page by page', async () => {
    stage = await openStage();
    const many = Array.from({length: 3000}, (_, number) => ({name: `A_SECRET_${number}`, createdAt: at, updatedAt: at}));
    repositoryOf(stage).secrets.unshift(...many);
    const document = documentOf(await stage.portcall(tagged));
    const pages = stage.served.log.all().filter(({path}) => /\/actions\/secrets\?/.test(path));
    expect(pages.length).toBe(31);
    expect(rowIn(document, 'npm').cells.secret.state).toBe('ok');
    expect(rowIn(document, 'crates-io').cells.secret.evidence?.[0]?.label).toContain('CARGO_REGISTRY_TOKEN is set and no job reads it.');
  });

  it('a list whose every page names a next one comes to an end', async () => {
    stage = await openStage();
    const next = {link: '<https://api.github.com/repos/o/n/actions/secrets?per_page=100>; rel="next"'};
    const endless = await serveOnLoopback((_, response) =>
      response.writeHead(200, {...next, 'content-type': 'application/json'}).end('{"secrets": []}'),
    );
    const hosts = `api.github.com=${endless.origin},*=${stage.served.origin}`;
    const {problem} = rowIn(documentOf(await stage.portcall(tagged, {PORTCALL_HOSTS: hosts})), 'npm').cells.secret;
    await endless.close();
    expect(problem).toMatchObject({kind: 'unexpected-answer', what: 'api.github.com sends a list of more than 200 pages.'});
  });

  it('200 assets are counted and compared', async () => {
    stage = await openStage();
    const assets = repositoryOf(stage).releases.at(-1)?.assets;
    const contents = (number: number) => Buffer.from(`file ${number}`);
    const more = Array.from({length: 194}, (_, number): Asset => {
      const sha256 = createHash('sha256').update(contents(number)).digest('hex');
      const rest = {state: 'uploaded', contentType: 'text/plain', createdAt: at, uploader: 'octo'} as const;
      return {id: 77_000 + number, name: `notes-${number}.txt`, contents: contents(number), sha256, ...rest};
    });
    assets?.push(...more);
    const ended = await stage.portcall(['verify', '--json', '--tag', 'v1.0.35', '--only', 'github-releases']);
    const {verdict, cells} = rowIn(documentOf(ended), 'github-releases');
    expect(verdict).toBe('working');
    expect(cells.published.evidence?.[0]?.label).toBe('The release has 200 files.');
    expect(cells.integrity).toMatchObject({state: 'ok', note: '200 files'});
  });
});

describe('the log of a failed job', () => {
  it.each([404, 410])('that is gone (%i) is said to be gone, and the rest stands', async (status) => {
    stage = await openStage();
    ail(stage, 'api.github.com', {kind: 'status', status}, '/actions/jobs/\\d+/logs');
    const {verdict, cells, diagnosis} = rowIn(documentOf(await stage.portcall(tagged)), 'chocolatey');
    expect(verdict).toBe('broken');
    expect(diagnosis[0]).toMatchObject({cause: 'asset-fetched-too-early', step: {number: 5}});
    expect(cells.run.evidence?.map(({label}) => label)).toContain('GitHub has no log of this job any more.');
  });

  it('that can not be read says why', async () => {
    stage = await openStage();
    ail(stage, 'productionresultssa7.blob.core.windows.net', {kind: 'cut-off'});
    const ended = await stage.portcall(['status', '--tag', 'v1.0.35']);
    expect(ended.out).toContain("productionresultssa7.blob.core.windows.net can't be reached");
    expect(ended.out).toContain('Chocolatey: broken, step 5 "Use existing Chocolatey package" failed');
  });
});
