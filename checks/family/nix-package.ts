import type {PackageFile} from '../../src/model/package-file.ts';
import {hexOfBase64} from './base64.ts';
import {placeholderFaults} from './placeholders.ts';
import type {Pinned} from './tracked-file.ts';

/** What a Nix file writes out literally; nothing of it is evaluated. */
export type NixPackage = {
  readonly name?: string;
  readonly version?: string;
  /** Addresses that show whose package it is. */
  readonly addresses: readonly string[];
  readonly downloads: readonly Pinned[];
};

const literal = (text: string, name: string): string | undefined => new RegExp(`(?:^|[\\s{;])${name}\\s*=\\s*"([^"]*)"`).exec(text)?.[1];

/** The 32 bytes of a `sha256-…` hash as hex; undefined: it is another kind. */
const hexOf = (hash: string): string | undefined => {
  const body = /^sha256-([A-Za-z0-9+/]{43}=)$/.exec(hash)?.[1];
  if (body !== undefined) return hexOfBase64(body);
  return /^[0-9a-f]{64}$/i.test(hash) ? hash.toLowerCase() : undefined;
};

/** `fetchurl` alone pins the downloaded bytes; every other fetcher pins an unpacked tree. */
const downloadsIn = (text: string, fill: (word: string) => string): readonly Pinned[] =>
  [...text.matchAll(/fetchurl\s*(?:rec\s*)?\{((?:\$\{[^}]*\}|[^}])*)\}/g)].flatMap(([, body = '']): readonly Pinned[] => {
    const url = literal(body, 'url');
    const sha256 = hexOf(literal(body, 'hash') ?? literal(body, 'sha256') ?? '');
    return url === undefined ? [] : [sha256 === undefined ? {url: fill(url)} : {url: fill(url), sha256}];
  });

export const readNixPackage = (text: string): NixPackage => {
  const plain = text.replace(/(^|\s)#.*$/gm, '');
  const [name, version] = [literal(plain, 'pname'), literal(plain, 'version')];
  const fill = (word: string) =>
    word.replace(/\$\{(?:finalAttrs\.|self\.)?(pname|version)\}/g, (whole, key: string) => (key === 'pname' ? name : version) ?? whole);
  const [owner, repository] = [
    literal(plain, 'owner'),
    literal(plain, 'repo') ?? (/\brepo\s*=\s*(?:finalAttrs\.)?pname\b/.test(plain) ? name : undefined),
  ];
  const source = owner === undefined || repository === undefined ? [] : [`https://github.com/${owner}/${fill(repository)}`];
  const downloads = downloadsIn(plain, fill);
  return {
    ...(name === undefined ? {} : {name}),
    ...(version === undefined ? {} : {version}),
    addresses: [...source, literal(plain, 'homepage') ?? '', ...downloads.map(({url}) => url)],
    downloads,
  };
};

const fakeHash = /\blib\.fake(?:Hash|Sha256|Sha512)\b|"sha256-A{43}="/;

/** A flake or package that lies in the project's own repository; undefined: it builds nothing. */
export const nixFile = (path: string, text: string): PackageFile | undefined => {
  const {name, version} = readNixPackage(text);
  const isFlake = /(?:^|\/)flake\.nix$/.test(path) && /\boutputs\b/.test(text);
  if (!isFlake && !/\b(?:mkDerivation|build\w+(?:Package|Module|Application))\b/.test(text)) return undefined;
  const fake = text
    .split(/\r?\n/)
    .flatMap((line, at) => (fakeHash.test(line) ? [{what: 'The hash is a stand-in that was never filled in.', line: at + 1}] : []));
  return {
    path,
    ...(name === undefined ? {} : {name}),
    ...(version === undefined ? {} : {version}),
    faults: [...fake, ...placeholderFaults(text)],
  };
};
