import {createHash} from 'node:crypto';
import {chocolatey} from '../../checks/chocolatey.ts';
import {assetsOf} from '../../src/demo/contextlite/assets.ts';
import type {ChocolateyVersion} from '../../src/demo/marketplaces/chocolatey-state.ts';
import type {MarketplaceId} from '../../src/model/marketplace-id.ts';
import {Problem} from '../../src/model/problem.ts';
import type {SubmissionStep} from '../../src/model/submission-steps.ts';
import {createHands} from '../../src/tools/hands.ts';
import {createHeldValues} from '../../src/tools/held-values.ts';
import {createHttp} from '../../src/tools/http.ts';
import {openWorld} from './demo-world.ts';
import {watchRequests} from './watched-world.ts';

export type PushStep = Extract<SubmissionStep, {readonly kind: 'push-nupkg'}>;

const releases = 'https://github.com/Michael-A-Kuykendall/contextlite/releases/download';
const zipName = 'contextlite-1.0.35-windows-amd64.zip';

export const nuspecText = (version = '1.0.35', more = ''): string =>
  [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<package xmlns="http://schemas.microsoft.com/packaging/2015/06/nuspec.xsd">',
    '  <metadata>',
    `    <id>contextlite</id><version>${version}</version><title>ContextLite (command line)</title><authors>ContextLite</authors>`,
    `    <tags>contextlite cli</tags><description>A small context engine for code, with quotes &#34; and &#38;.${more}</description>`,
    '  </metadata>',
    '  <files><file src="tools\\**" target="tools" /></files>',
    '</package>',
    '',
  ].join('\n');

/** A step that packs the demo's own program. */
export const pushStep = (over: Partial<PushStep> = {}): PushStep => ({
  kind: 'push-nupkg',
  package: 'contextlite',
  version: '1.0.35',
  files: [
    {path: 'contextlite.nuspec', contents: nuspecText()},
    {path: 'tools/LICENSE.txt', contents: 'MIT License\n'},
    {path: 'tools/VERIFICATION.txt', contents: 'VERIFICATION\n'},
  ],
  embeds: [
    {
      path: 'tools/contextlite.exe',
      url: `${releases}/v1.0.35/${zipName}`,
      sha256: createHash('sha256')
        .update(assetsOf('1.0.35').get(zipName) ?? '')
        .digest('hex'),
      format: 'zip',
      member: 'contextlite.exe',
    },
  ],
  ...over,
});

export type PushWorldOptions = {
  /** Absent: the key of the demo's own account; empty: none is at hand. */
  readonly key?: string;
};

/** The hands over a simulated Chocolatey whose clock goes only as far as it is waited. */
export const openPushWorld = async ({key}: PushWorldOptions = {}) => {
  const {world, served} = await openWorld();
  const seen = watchRequests(world);
  const rests: number[] = [];
  const known = key ?? world.setting.tokens['CHOCOLATEY_API_KEY'] ?? '';
  const http = createHttp({hosts: {own: {'*': served.origin}, ofRepository: {}}, userAgent: 'portcall-test', timeout: 2000, pause: 1});
  const authorize = (id: MarketplaceId, origin: string) =>
    id === 'chocolatey' && known !== '' && chocolatey.token?.origins.includes(origin) === true
      ? chocolatey.token.authorize(known, {}, origin)
      : undefined;
  const hands = createHands({
    http,
    token: world.setting.tokens['GITHUB_TOKEN'] ?? '',
    values: createHeldValues(),
    pause: 1,
    rest: async (milliseconds) => {
      rests.push(milliseconds);
    },
    marketplaces: {authorize, npmRegistry: 'https://registry.example'},
  });
  const push = async (step: PushStep = pushStep()): Promise<string> => (await hands['push-nupkg'](step)).note;
  const problemOf = async (step?: PushStep): Promise<Problem> => {
    const thrown = await push(step).catch((failure: unknown) => failure);
    if (!(thrown instanceof Problem)) throw new Error(`No Problem came: ${String(thrown)}`);
    if (known !== '' && JSON.stringify([thrown.message, thrown]).includes(known)) throw new Error('The key is in the message.');
    return thrown;
  };
  const state = world.marketplaces.chocolatey;
  const add = (version: string, change: Partial<ChocolateyVersion> = {}, owners = ['michael-kuykendall']): void => {
    state.packages['contextlite'] ??= {id: 'contextlite', title: 'ContextLite', projectUrl: '', owners, versions: {}};
    state.packages['contextlite'].versions[version] = {
      version,
      nupkg: Buffer.from('another'),
      submittedAt: '2026-01-01T00:00:00.000Z',
      status: 'Submitted',
      submittedStatus: 'Ready',
      isListed: true,
      validation: 'Passing',
      verification: 'Passing',
      scan: 'NotFlagged',
      ...change,
    };
  };
  const puts = () => seen.filter(({method}) => method === 'PUT');
  const stored = (version = '1.0.35') => state.packages['contextlite']?.versions[version];
  return {world, served, seen, rests, push, problemOf, state, add, puts, stored, known};
};
