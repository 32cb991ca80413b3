import {createHash} from 'node:crypto';
import type {ChocolateyPackage, ChocolateyVersion} from './chocolatey-state.ts';
import {escapeXml} from './routes.ts';

const feedRoot = 'https://community.chocolatey.org/api/v2';
/** What NuGet writes for something unlisted, and so for everything in moderation. */
const unlistedTime = '1900-01-01T00:00:00';

const isApproved = ({status}: ChocolateyVersion): boolean => status === 'Approved' || status === 'Exempted';

const latestOf = ({versions}: ChocolateyPackage): ChocolateyVersion | undefined =>
  Object.values(versions).findLast((version) => isApproved(version) && version.isListed && !version.version.includes('-'));

/** One value of an entry; null is written as NuGet writes it. */
const property = (name: string, value: string | number | boolean | null, type = ''): string => {
  const kind = type === '' ? '' : ` m:type="Edm.${type}"`;
  return value === null ? `<d:${name}${kind} m:null="true" />` : `<d:${name}${kind}>${escapeXml(String(value))}</d:${name}>`;
};

const propertiesOf = (pack: ChocolateyPackage, version: ChocolateyVersion): readonly string[] => {
  const isLatest = latestOf(pack) === version;
  return [
    property('Id', pack.id),
    property('Version', version.version),
    property('Title', pack.title),
    property('ProjectUrl', pack.projectUrl),
    property('Created', version.submittedAt.slice(0, 19), 'DateTime'),
    property('Published', version.isListed && isApproved(version) ? version.submittedAt.slice(0, 19) : unlistedTime, 'DateTime'),
    property('IsLatestVersion', isLatest, 'Boolean'),
    property('IsAbsoluteLatestVersion', isLatest, 'Boolean'),
    property('IsPrerelease', version.version.includes('-'), 'Boolean'),
    property('DownloadCount', 0, 'Int32'),
    property('PackageHash', createHash('sha512').update(version.nupkg).digest('base64')),
    property('PackageHashAlgorithm', 'SHA512'),
    property('PackageSize', version.nupkg.length, 'Int64'),
    property('IsApproved', isApproved(version), 'Boolean'),
    property('PackageStatus', version.status),
    property('PackageSubmittedStatus', version.submittedStatus),
    property('PackageValidationResultStatus', version.validation),
    property('PackageTestResultStatus', version.verification),
    property('PackageTestResultUrl', version.verificationUrl ?? null),
    property('PackageScanStatus', version.scan),
    property('PackageReviewedDate', version.approvedAt?.slice(0, 19) ?? null, 'DateTime'),
    property('PackageApprovedDate', version.approvedAt?.slice(0, 19) ?? null, 'DateTime'),
  ];
};

const spaces = [
  'xmlns="http://www.w3.org/2005/Atom"',
  'xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices"',
  'xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"',
].join(' ');
const declaration = '<?xml version="1.0" encoding="utf-8" standalone="yes"?>';

const entryOf = (pack: ChocolateyPackage, version: ChocolateyVersion, attributes = ''): string =>
  [
    `<entry${attributes}>`,
    `<id>${feedRoot}/Packages(Id='${escapeXml(pack.id)}',Version='${escapeXml(version.version)}')</id>`,
    `<title type="text">${escapeXml(pack.id)}</title>`,
    `<updated>${version.submittedAt.slice(0, 19)}Z</updated>`,
    `<content type="application/zip" src="${feedRoot}/package/${escapeXml(pack.id)}/${escapeXml(version.version)}" />`,
    `<m:properties>${propertiesOf(pack, version).join('')}</m:properties>`,
    '</entry>',
  ].join('\n');

/** One version as a document of its own. */
export const entryDocument = (pack: ChocolateyPackage, version: ChocolateyVersion): string =>
  `${declaration}\n${entryOf(pack, version, ` xml:base="${feedRoot}/" ${spaces}`)}`;

export type Listed = readonly [ChocolateyPackage, ChocolateyVersion];

/** A list of versions; an empty one is a feed all the same. */
export const feedDocument = (title: string, listed: readonly Listed[], updated: string): string =>
  [
    declaration,
    `<feed xml:base="${feedRoot}/" ${spaces}>`,
    `<title type="text">${title}</title>`,
    `<id>${feedRoot}/${title}</id>`,
    `<updated>${updated}</updated>`,
    ...listed.map(([pack, version]) => entryOf(pack, version)),
    '</feed>',
  ].join('\n');
