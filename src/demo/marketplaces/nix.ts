import {createHash} from 'node:crypto';
import {brotliCompressSync} from 'node:zlib';
import type {DemoReply, DemoService} from '../service.ts';
import {createService, get, held, text} from './routes.ts';

export type NixPackage = {readonly pname: string; version: string; readonly description: string; readonly homepage: string};

export type NixState = {
  /** What each channel serves, by attribute. */
  channels: Record<string, {revision: string; packages: Record<string, NixPackage>}>;
};

const revision = createHash('sha1').update('nixpkgs at the audit').digest('hex');

/** The channels at the audit: the project is in none. */
export const nixAtStart = (): NixState => {
  const hello: NixPackage = {
    pname: 'hello',
    version: '2.12.2',
    description: 'Program that produces a familiar, friendly greeting',
    homepage: 'https://www.gnu.org/software/hello/manual/',
  };
  return {
    channels: {
      'nixos-unstable': {revision, packages: {hello}},
      'nixpkgs-unstable': {revision, packages: {hello}},
    },
  };
};

const listOf = (packages: Record<string, NixPackage>): Buffer => {
  const described = Object.entries(packages).map(([attribute, {pname, version, description, homepage}]) => [
    attribute,
    {pname, version, name: `${pname}-${version}`, system: 'x86_64-linux', meta: {description, homepage}},
  ]);
  return brotliCompressSync(JSON.stringify({version: '2', packages: Object.fromEntries(described)}));
};

/** The channels of nixpkgs. */
export const createNix = (state: NixState): readonly DemoService[] => {
  const absent = text(404, 'Not Found');
  return [
    createService({
      hosts: ['channels.nixos.org'],
      routes: [
        get(/^\/([^/]+)\/git-revision$/, (_request, channel = '') => {
          const found = held(state.channels, channel);
          return found === undefined ? absent : text(200, found.revision);
        }),
        // Labelled as compressed, so that an HTTP client has already unpacked it.
        get(/^\/([^/]+)\/packages\.json\.br$/, (_request, channel = ''): DemoReply => {
          const found = held(state.channels, channel);
          if (found === undefined) return absent;
          const headers = {'content-type': 'application/json', 'content-encoding': 'br', 'cache-control': 'max-age=300'};
          return {status: 200, headers, body: listOf(found.packages)};
        }),
        get(/^/, () => absent),
      ],
    }),
  ];
};
