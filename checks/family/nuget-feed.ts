import {XMLParser, XMLValidator} from 'fast-xml-parser';
import type {Lookup} from '../../src/model/lookup.ts';
import {Problem} from '../../src/model/problem.ts';

/** One version of a package in a NuGet v2 feed. */
export type NugetEntry = {
  readonly id: string;
  readonly version: string;
  /** ISO time of the last change; absent: the feed doesn't say. */
  readonly updated?: string;
  /** Everything else by its name in the feed; what is null there is empty here. */
  readonly properties: Readonly<Record<string, string>>;
};

type Node = {readonly [name: string]: unknown};

const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: false,
  parseTagValue: false,
  isArray: (name) => name === 'entry' || name === 'link',
});

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);
const textIn = (value: unknown): string => (isNode(value) ? textIn(value['#text']) : typeof value === 'string' ? value : '');
const nodesIn = (value: unknown): readonly Node[] => (Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : []);

const entryOf = (node: Node): NugetEntry => {
  const content = isNode(node['properties']) ? node['properties'] : isNode(node['content']) ? node['content']['properties'] : undefined;
  const properties = Object.fromEntries(Object.entries(isNode(content) ? content : {}).map(([name, value]) => [name, textIn(value)]));
  const updated = textIn(node['updated']);
  return {
    id: properties['Id'] || textIn(node['title']),
    version: properties['NormalizedVersion'] || properties['Version'] || '',
    ...(updated === '' ? {} : {updated}),
    properties,
  };
};

type Page = {readonly entries: readonly NugetEntry[]; readonly next?: string};

/** A feed or a single entry; anything else is an answer that nobody expects. */
export const readNuget = (host: string, text: string): Page => {
  const document: unknown = XMLValidator.validate(text) === true ? parser.parse(text) : undefined;
  const [feed] = isNode(document) ? nodesIn(document['feed']) : [];
  const isEmptyFeed = isNode(document) && document['feed'] === '';
  const entries = nodesIn(feed === undefined ? (isNode(document) ? document['entry'] : undefined) : feed['entry']).map(entryOf);
  if (feed === undefined && entries.length === 0 && !isEmptyFeed)
    throw new Problem(
      'unexpected-answer',
      `${host} answers with something that is not a package feed.`,
      'Check again later; report it if it stays so.',
    );
  const next = nodesIn(feed?.['link']).find((link) => link['@_rel'] === 'next')?.['@_href'];
  return typeof next === 'string' ? {entries, next} : {entries};
};

const mostPages = 10;

/** Every entry of a feed, page after page; undefined: there is no such feed or entry. */
export const findEntries = async (lookup: Lookup, url: string): Promise<readonly NugetEntry[] | undefined> => {
  const found: NugetEntry[] = [];
  let next: string | undefined = url;
  for (let page = 0; next !== undefined && page < mostPages; page++) {
    const text: string | undefined = await lookup.text(next);
    if (text === undefined) return page === 0 ? undefined : found;
    const {origin, host}: URL = new URL(next);
    const read = readNuget(host, text);
    found.push(...read.entries);
    // A feed that names another host for its next page is not followed there.
    next = read.next !== undefined && new URL(read.next, next).origin === origin ? new URL(read.next, next).href : undefined;
  }
  return found;
};

/** A version as NuGet writes it: three numbers, no leading zeros, a fourth only when it is not 0. */
export const normalizedVersion = (version: string): string => {
  const [, numbers = '', label = ''] = /^(\d+(?:\.\d+)*)(-[^+]*)?(?:\+.*)?$/.exec(version) ?? [];
  if (numbers === '') return version;
  const parts = numbers.split('.').map((part) => String(Number(part)));
  while (parts.length < 3) parts.push('0');
  if (parts.length === 4 && parts[3] === '0') parts.pop();
  return `${parts.join('.')}${label}`;
};
