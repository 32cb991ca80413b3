import type {CellState} from '../../model/cell.ts';
import {type Cell, cellOf, type Evidence, evidenceOf} from '../../model/cell.ts';
import type {Marketplace} from '../../model/marketplace.ts';
import type {Account, Integrity, Publication, TokenTest, TokenVerdict, VersionState} from '../../model/publication.ts';
import {isLeftBehind} from '../left-behind.ts';
import type {KnownRow} from '../survey.ts';
import {turnEvidence, turnNote} from '../waiting.ts';
import {cellFrom} from './from-known.ts';

const accountStates: Readonly<Record<Account['kind'], CellState>> = {
  owns: 'ok',
  exists: 'ok',
  absent: 'to-do',
  taken: 'problem',
  'not-told': 'not-offered',
};

const toAccountCell = (account: Account): Cell => {
  const evidence = account.evidence ?? [];
  switch (account.kind) {
    case 'owns':
    case 'exists':
      return cellOf('ok', account.name, account.note === undefined ? evidence : [evidenceOf(account.note), ...evidence]);
    case 'absent':
    case 'taken':
    case 'not-told':
      return cellOf(accountStates[account.kind], account.kind === 'taken' ? 'taken' : account.kind === 'absent' ? 'none' : '', [
        evidenceOf(account.note),
        ...evidence,
      ]);
  }
};

export const accountCell = (marketplace: Marketplace, row: KnownRow): Cell =>
  marketplace.findAccount === undefined ? cellOf('not-offered', '') : cellFrom(row.account, toAccountCell);

const tokenStates: Readonly<Record<TokenVerdict, readonly [CellState, string]>> = {
  valid: ['ok', 'valid'],
  'valid-rights-unknown': ['ok', 'works'],
  'lacks-right': ['problem', 'lacks right'],
  refused: ['problem', 'refused'],
  expired: ['problem', 'expired'],
  'wrong-marketplace': ['problem', 'wrong one'],
  blocked: ['problem', 'blocked'],
  undetermined: ['unknown', 'unsure'],
  untestable: ['unchecked', 'no test'],
  missing: ['unchecked', ''],
};

const toTokenCell = (test: TokenTest): Cell => {
  const [state, word] = tokenStates[test.verdict];
  const lines = [
    test.note,
    ...(test.identity === undefined ? [] : [`It belongs to ${test.identity}.`]),
    ...(test.rights === undefined ? [] : [`Rights: ${test.rights.join(', ')}.`]),
  ];
  const expiry = test.expires === undefined ? [] : [`It expires on ${test.expires.slice(0, 10)}.`];
  return cellOf(
    state,
    word,
    [...lines, ...expiry].map((line) => evidenceOf(line)),
  );
};

export const tokenCell = (marketplace: Marketplace, row: KnownRow): Cell =>
  marketplace.token === undefined
    ? cellOf('not-offered', '', [evidenceOf('Publishing here takes no token of its own.')])
    : cellFrom(row.token, toTokenCell);

const versionCells = (
  version: VersionState,
  serves: string | null,
  tagged: string,
  now: number,
): readonly [CellState, string, readonly Evidence[]] => {
  const served = serves ?? 'nothing';
  switch (version.kind) {
    case 'published':
      return ['ok', tagged, version.note === undefined ? [] : [evidenceOf(version.note)]];
    case 'partial':
      return ['warning', 'in part', [evidenceOf(`Missing: ${version.missing.join(', ')}.`)]];
    case 'waiting':
      return [
        'waiting',
        turnNote(version, now),
        [
          evidenceOf(
            `Waiting for ${version.for}${version.since === undefined ? '' : ` since ${version.since.slice(0, 10)}`}.`,
            version.url,
          ),
          ...turnEvidence(version.next),
        ],
      ];
    case 'rejected':
      return ['problem', 'rejected', [evidenceOf(version.why, version.url)]];
    case 'withdrawn':
      return ['warning', 'withdrawn', [evidenceOf(version.why)]];
    case 'wrong':
      return ['problem', 'wrong', [evidenceOf(version.why)]];
    case 'absent':
      return ['to-do', serves ?? 'nothing', [evidenceOf(`${tagged} is not published; people get ${served}.`)]];
    case 'not-visible':
      return ['unknown', 'not visible', [evidenceOf(version.why)]];
  }
};

const queueEvidence = (publication: Publication): readonly Evidence[] =>
  (publication.queued ?? []).flatMap(({version, state, since, url, next}) => [
    evidenceOf(`${version}: ${state}${since === undefined ? '' : `, since ${since.slice(0, 10)}`}.`, url),
    // Of the tag's own version it is told already.
    ...(publication.version.kind === 'waiting' ? [] : turnEvidence(next)),
  ]);

const leftBehindCell = ({version, serves}: Publication, tagged: string): ReturnType<typeof versionCells> => {
  const why = version.kind === 'published' ? version.note : undefined;
  return [
    'warning',
    serves ?? 'nothing',
    [
      evidenceOf(`${tagged} is there, and an ordinary install gives ${serves ?? 'nothing'}.`),
      ...(why === undefined ? [] : [evidenceOf(why)]),
    ],
  ];
};

const toPublishedCell = (publication: Publication, tagged: string, now: number): Cell => {
  const [state, note, evidence] = isLeftBehind(publication, tagged)
    ? leftBehindCell(publication, tagged)
    : versionCells(publication.version, publication.serves, tagged, now);
  const foreign =
    publication.belongsTo === 'another' ? [evidenceOf(`A package named ${publication.name} exists and belongs to somebody else.`)] : [];
  return cellOf(state, note, [...evidence, ...queueEvidence(publication), ...foreign, ...publication.evidence]);
};

export const publishedCell = (row: KnownRow, tagged: string, now: number): Cell =>
  cellFrom(row.publication, (publication) => toPublishedCell(publication, tagged, now));

const toIntegrityCell = (integrity: Integrity): Cell => {
  const different = integrity.files.filter(({result}) => result === 'different');
  const same = integrity.files.filter(({result}) => result === 'same');
  const evidence = integrity.files
    .filter(({result}) => result !== 'same')
    .map(({name, result, note}) =>
      evidenceOf(`${name}: ${note ?? (result === 'different' ? 'It differs from the release.' : 'There is nothing to compare it with.')}`),
    );
  const all = [...evidence, ...integrity.evidence];
  if (different.length > 0) return cellOf('problem', `${different.length} differ`, all);
  if (same.length === 0) return cellOf('unknown', 'no proof', all);
  const total = integrity.files.length;
  const count = same.length === total ? `${total}` : `${same.length} of ${total}`;
  return cellOf(same.length === total ? 'ok' : 'warning', `${count} ${total === 1 ? 'file' : 'files'}`, all);
};

export const integrityCell = (marketplace: Marketplace, row: KnownRow): Cell => {
  if (marketplace.verifyPublication === undefined)
    return cellOf('not-offered', '', marketplace.noIntegrity === undefined ? [] : [evidenceOf(marketplace.noIntegrity)]);
  return cellFrom(row.integrity, toIntegrityCell);
};
