import {createHash} from 'node:crypto';
import type {Job} from './actions-state.ts';
import type {Asset, Repository} from './state.ts';

export const assetHost = 'release-assets.githubusercontent.com';
export const logHost = 'productionresultssa7.blob.core.windows.net';

const minute = 60_000;

const signatureOf = (path: string, ends: string): string => createHash('sha256').update(`${path} until ${ends}`).digest('base64url');

const signed = (host: string, path: string, ends: number, more: Readonly<Record<string, string>>): string => {
  const se = `${new Date(ends).toISOString().slice(0, 19)}Z`;
  return `https://${host}${path}?${new URLSearchParams({sp: 'r', sv: '2018-11-09', sr: 'b', se, sig: signatureOf(path, se), ...more})}`;
};

/** Where the bytes of a release's file lie for the next hour. */
export const signedAssetUrl = (repository: Repository, asset: Asset, now: number): string =>
  signed(assetHost, `/github-production-release-asset/${repository.id}/${asset.id}`, now + 60 * minute, {
    rscd: `attachment; filename=${asset.name}`,
    rsct: 'application/octet-stream',
  });

/** Where a job's log lies for the next minute. */
export const signedLogUrl = (job: Job, now: number): string =>
  signed(logHost, `/actions-results/logs/job/${job.id}/job-logs.txt`, now + minute, {rsct: 'text/plain'});

export type SignatureState = 'good' | 'missing' | 'over';

export const checkSignature = (path: string, query: URLSearchParams, now: number): SignatureState => {
  const ends = query.get('se') ?? '';
  if (query.get('sig') !== signatureOf(path, ends)) return 'missing';
  return Date.parse(ends) >= now ? 'good' : 'over';
};
