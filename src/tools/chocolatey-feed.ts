import {XMLParser, XMLValidator} from 'fast-xml-parser';
import {Problem} from '../model/problem.ts';
import {type MarketplaceWriter, send} from './marketplace-writer.ts';

/** A version as Chocolatey's feed shows it. */
export type FeedVersion = {
  readonly version: string;
  /** `Submitted`, `Approved`, `Exempted` …; empty: the feed does not say. */
  readonly status: string;
  /** Base64 of the package's SHA-512; absent: the feed names none of that kind. */
  readonly hash?: string;
};

const feed = 'https://community.chocolatey.org/api/v2';

type Node = Readonly<Record<string, unknown>>;

const parser = new XMLParser({removeNSPrefix: true, ignoreAttributes: true, parseTagValue: false, isArray: (name) => name === 'entry'});
const nodeOf = (value: unknown): Node => (typeof value === 'object' && value !== null ? (value as Node) : {});
const textIn = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

const versionOf = (entry: Node): FeedVersion => {
  const properties = nodeOf(entry['properties'] ?? nodeOf(entry['content'])['properties']);
  const hash = textIn(properties['PackageHash']);
  const isSha512 = textIn(properties['PackageHashAlgorithm']) === 'SHA512' && hash !== '';
  return {
    version: textIn(properties['NormalizedVersion']) || textIn(properties['Version']),
    status: textIn(properties['PackageStatus']),
    ...(isSha512 ? {hash} : {}),
  };
};

const versionsIn = (text: string): readonly FeedVersion[] => {
  const document = XMLValidator.validate(text) === true ? nodeOf(parser.parse(text)) : {};
  if (!('feed' in document) && !('entry' in document))
    throw new Problem(
      'unexpected-answer',
      'community.chocolatey.org answers with something that is not a package feed.',
      'Try again later; report it if it stays so.',
    );
  const entries = document['entry'] ?? nodeOf(document['feed'])['entry'] ?? [];
  return (entries as readonly unknown[]).map((entry) => versionOf(nodeOf(entry)));
};

const find = async (writer: MarketplaceWriter, path: string): Promise<readonly FeedVersion[] | undefined> => {
  const sent = await send(writer, {url: `${feed}/${path}`, headers: {accept: 'application/atom+xml'}, accept: [200, 404]});
  return sent.status === 404 ? undefined : versionsIn(sent.text);
};

/** One version; undefined: the feed has none, as of a rejected one too. */
export const findFeedVersion = async (writer: MarketplaceWriter, id: string, version: string): Promise<FeedVersion | undefined> =>
  (await find(writer, `Packages(Id='${encodeURIComponent(id)}',Version='${encodeURIComponent(version)}')`))?.[0];

/** Every version, those in moderation among them. */
export const findFeedVersions = async (writer: MarketplaceWriter, id: string): Promise<readonly FeedVersion[]> => {
  const query = `id='${encodeURIComponent(id)}'`;
  const served = await find(writer, `FindPackagesById()?${query}&semVerLevel=2.0.0`);
  const submitted = await find(writer, `submitted/FindPackagesById()?${query}`);
  return [...new Map([...(served ?? []), ...(submitted ?? [])].map((one) => [one.version, one])).values()];
};
