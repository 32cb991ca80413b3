import type {PackageFile} from '../../src/model/package-file.ts';
import {versionOfTag} from '../../src/model/project.ts';
import {errorPageFaults} from './file-faults.ts';
import {placeholderFaults} from './placeholders.ts';
import {downloadOf} from './release-assets.ts';
import type {Pinned} from './tracked-file.ts';

/** A Homebrew formula or cask, read without running it. */
export type RubyPackage = {
  readonly kind: 'formula' | 'cask';
  /** A cask's token; absent for a formula, whose file name is its name. */
  readonly name?: string;
  readonly version?: string;
  readonly downloads: readonly Pinned[];
  readonly homepage?: string;
  /** Whether Homebrew warns of it, or refuses it; absent: neither. */
  readonly end?: 'deprecated' | 'disabled';
};

/** A statement with the numbers and the opening words of the blocks it stands in. */
type Statement = {readonly text: string; readonly path: readonly number[]; readonly blocks: readonly string[]};

/* What these hold is not the package's own download. */
const aside = /^(?:bottle|resource|livecheck|test|def|patch|head|service|caveats|(?:pre|post)flight\w*|uninstall\w*|zap|fails_with)\b/;
const opens = /^(?:class|module|def|if|unless|case|begin|while)\b|\bdo(?:\s*\|[^|]*\|)?$/;

const joined = (text: string): readonly string[] =>
  text
    .replace(/,\s*(?:#.*)?\r?\n\s*/g, ', ')
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|\s)#(?!\{).*$/, '').trim())
    .filter((line) => line !== '');

const statementsOf = (text: string): readonly Statement[] => {
  const statements: Statement[] = [];
  let path: readonly number[] = [];
  let blocks: readonly string[] = [];
  let serial = 0;
  for (const line of joined(text)) {
    if (/^end\b/.test(line)) [path, blocks] = [path.slice(0, -1), blocks.slice(0, -1)];
    else if (/^(?:else|elsif|when)\b/.test(line))
      [path, blocks] = [
        [...path.slice(0, -1), ++serial],
        [...blocks.slice(0, -1), line],
      ];
    else if (opens.test(line))
      [path, blocks] = [
        [...path, ++serial],
        [...blocks, line],
      ];
    else if (!blocks.some((block) => aside.test(block))) statements.push({text: line, path, blocks});
  }
  return statements;
};

const quoted = /"([^"]*)"|'([^']*)'/;
const quotedIn = (text: string): string | undefined => {
  const found = quoted.exec(text);
  return found?.[1] ?? found?.[2];
};

/** `arm: "a", intel: "b"` as a record; what carries no key is left out. */
const keyed = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries([...text.matchAll(/(\w+):\s*["']([^"']*)["']/g)].map(([, key = '', value = '']) => [key, value]));

type Digest = {readonly sha256: string; readonly key?: string; readonly at: Statement};

const digestsOf = (statements: readonly Statement[]): readonly Digest[] =>
  statements
    .filter(({text}) => /^sha256\b/.test(text))
    .flatMap((at): readonly Digest[] => {
      const pairs = Object.entries(keyed(at.text)).filter(([, value]) => /^[0-9a-f]{64}$/i.test(value));
      if (pairs.length > 0) return pairs.map(([key, value]) => ({sha256: value.toLowerCase(), key, at}));
      const sha256 = quotedIn(at.text);
      return sha256 === undefined ? [] : [{sha256: sha256.toLowerCase(), at}];
    });

const startsWith = (path: readonly number[], start: readonly number[]): boolean => start.every((one, index) => path[index] === one);

/** The digests of an address: those beside it, else those in the blocks within, else the nearest around it. */
const digestsFor = (url: Statement, urls: readonly Statement[], digests: readonly Digest[]): readonly Digest[] => {
  const isBeside = (one: Statement) => one.path.join() === url.path.join();
  const beside = digests.filter(({at}) => isBeside(at));
  const peers = urls.filter(isBeside);
  if (beside.length > 0) return peers.length > 1 ? beside.filter((_, index) => index === peers.indexOf(url)) : beside;
  const within = digests.filter(({at}) => startsWith(at.path, url.path));
  return within.length > 0 ? within : digests.filter(({at}) => startsWith(url.path, at.path)).slice(-1);
};

type Words = {
  readonly version: string | undefined;
  readonly arch: Readonly<Record<string, string>>;
  readonly os: Readonly<Record<string, string>>;
};

const filledIn = (url: string, {version, arch, os}: Words, key: string, blocks: readonly string[]): string => {
  const place = [key, ...blocks].join(' ');
  const isArm = /\barm|arm64|Hardware::CPU\.arm\?|on_arm/.test(place);
  const isLinux = /linux/i.test(place);
  const values: Readonly<Record<string, string | undefined>> = {
    version,
    'version.to_s': version,
    arch: isArm ? arch['arm'] : arch['intel'],
    os: isLinux ? os['linux'] : os['macos'],
  };
  return url.replace(/#\{([^}]*)\}/g, (whole, word: string) => values[word.trim()] ?? whole);
};

/** The first statement beginning with this word, as its quoted value. */
const wordIn = (statements: readonly Statement[], word: RegExp): string | undefined => {
  const found = statements.find(({text}) => word.test(text));
  return found === undefined ? undefined : quotedIn(found.text.replace(word, ''));
};

const versionIn = (urls: readonly Statement[]): string | undefined => {
  for (const {text} of urls) {
    const url = quotedIn(text) ?? '';
    const tag =
      /\btag:\s*["']([^"']+)["']/.exec(text)?.[1] ??
      downloadOf(url)?.tag ??
      /\/archive\/(?:refs\/tags\/)?(.+?)\.(?:tar\.gz|zip)$/.exec(url)?.[1];
    if (tag !== undefined && !tag.includes('#{')) return versionOfTag(tag);
  }
  return undefined;
};

/** Undefined: the text is neither a formula nor a cask. */
export const readRubyPackage = (text: string): RubyPackage | undefined => {
  const cask = /^\s*cask\s+["']([^"']+)["']\s+do\b/m.exec(text)?.[1];
  if (cask === undefined && !/^\s*class\s+\w+\s*<\s*Formula\b/m.test(text)) return undefined;
  const statements = statementsOf(text);
  const urls = statements.filter((one) => /^url\b/.test(one.text));
  const digests = digestsOf(statements);
  const version = wordIn(statements, /^version\b/) ?? versionIn(urls);
  const words = {version, arch: keyed(wordLine(statements, /^arch\b/)), os: keyed(wordLine(statements, /^os\b/))};
  const homepage = wordIn(statements, /^homepage\b/);
  const end = statements.some((one) => /^disable!/.test(one.text))
    ? 'disabled'
    : statements.some((one) => /^deprecate!/.test(one.text))
      ? 'deprecated'
      : undefined;
  return {
    kind: cask === undefined ? 'formula' : 'cask',
    ...(cask === undefined ? {} : {name: cask}),
    ...(version === undefined ? {} : {version}),
    ...(homepage === undefined ? {} : {homepage}),
    ...(end === undefined ? {} : {end}),
    downloads: urls.flatMap((url) => downloadsAt(url, digestsFor(url, urls, digests), words)),
  };
};

const wordLine = (statements: readonly Statement[], word: RegExp): string => statements.find(({text}) => word.test(text))?.text ?? '';

const downloadsAt = (url: Statement, digests: readonly Digest[], words: Words): readonly Pinned[] => {
  const written = quotedIn(url.text) ?? '';
  if (digests.length === 0) return [{url: filledIn(written, words, '', url.blocks)}];
  return digests.map(({sha256, key = '', at}) => ({url: filledIn(written, words, key, [...url.blocks, ...at.blocks]), sha256}));
};

/** A formula or cask that lies in the project's own repository. */
export const rubyPackageFile = (path: string, text: string): PackageFile | undefined => {
  const ruby = readRubyPackage(text);
  if (ruby === undefined) return undefined;
  const missing = ruby.downloads.length === 0 ? [{what: 'It names no address to download.'}] : [];
  const unpinned = ruby.downloads
    .filter(({url, sha256}) => sha256 === undefined && !/\.git$/.test(url))
    .map(({url}) => ({what: `It pins no checksum for ${url}.`}));
  return {
    path,
    name: ruby.name ?? path.split('/').pop()?.replace(/\.rb$/, '') ?? path,
    ...(ruby.version === undefined ? {} : {version: ruby.version}),
    faults: [...missing, ...unpinned, ...errorPageFaults(text), ...placeholderFaults(text)],
  };
};
