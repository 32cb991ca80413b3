import {z} from 'zod';
import type {Lookup, LookupOptions} from '../../src/model/lookup.ts';
import type {Project} from '../../src/model/project.ts';
import type {TokenTest, VersionState} from '../../src/model/publication.ts';
import {isMarkup, untold} from './answers.ts';
import {parsedJson} from './parsing.ts';
import {storeTime} from './snap-credential.ts';

export const dashboard = 'https://dashboard.snapcraft.io';

const entrySchema = z.object({
  channel: z.object({track: z.string(), risk: z.string(), architecture: z.string(), name: z.string().optional()}),
  version: z.string(),
  download: z.object({url: z.string(), 'sha3-384': z.string()}).optional(),
});
const infoSchema = z.object({
  'default-track': z.string().nullish(),
  snap: z.object({
    publisher: z.object({username: z.string()}).optional(),
    website: z.string().nullish(),
    links: z.record(z.string(), z.array(z.string())).nullish(),
  }),
  'channel-map': z.array(entrySchema),
});
export type SnapInfo = z.infer<typeof infoSchema>;
export type SnapEntry = z.infer<typeof entrySchema>;

/* Without the series the store answers nothing. */
const series: LookupOptions = {headers: {'snap-device-series': '16'}};

/** What the store shows everybody; undefined: unknown, private, or registered without a release. */
export const findSnap = (lookup: Lookup, name: string): Promise<SnapInfo | undefined> =>
  lookup.json(
    `https://api.snapcraft.io/v2/snaps/info/${encodeURIComponent(name)}?fields=version,revision,channel-map,download,publisher,links,website`,
    infoSchema,
    series,
  );

/** The entries that an ordinary install takes. */
export const stableOf = (info: SnapInfo): readonly SnapEntry[] =>
  info['channel-map'].filter(({channel}) => channel.track === (info['default-track'] ?? 'latest') && channel.risk === 'stable');

/** What an ordinary install gets; undefined: stable is empty. */
export const servedSnap = (info: SnapInfo): string | undefined => {
  const stable = stableOf(info);
  return (stable.find(({channel}) => channel.architecture === 'amd64') ?? stable[0])?.version;
};

export const snapState = (project: Project, info: SnapInfo): VersionState => {
  const stable = stableOf(info);
  // `version: git` takes the tag as it is written.
  const isTagged = ({version}: SnapEntry) => version === project.version || version === project.tag;
  const held = info['channel-map'].filter(isTagged);
  const served = stable.filter(isTagged).map(({channel}) => channel.architecture);
  if (held.length === 0) return {kind: 'absent'};
  if (served.length === 0) {
    const places = [...new Set(held.map(({channel}) => `${channel.track}/${channel.risk}`))];
    return {
      kind: 'waiting',
      for: `a release to stable: it is in ${places.join(', ')} alone`,
      next: {action: 'Release it: snapcraft release, or the snap’s page.', whose: 'yours'},
    };
  }
  const wanted = new Set([...stable, ...held].map(({channel}) => channel.architecture));
  const missing = [...wanted].filter((architecture) => !served.includes(architecture));
  return missing.length > 0 ? {kind: 'partial', missing} : {kind: 'published'};
};

const whoamiSchema = z.object({
  account: z.object({username: z.string().nullish(), email: z.string().nullish()}),
  permissions: z.array(z.string()).nullish(),
  channels: z.array(z.string()).nullish(),
  expires: z.string().nullish(),
});

/** The sign-on's part of a credential ages within a day; that is no expiry. */
const needsRefresh = (text: string, authenticate = ''): boolean =>
  /macaroon-needs-refresh/.test(text) || /needs_refresh=1/.test(authenticate);

/** Asks the store whose credential it is; writes nothing. */
export const testSnapCredential = async (lookup: Lookup): Promise<TokenTest> => {
  const {status, text, headers} = await lookup.reply(`${dashboard}/api/v2/tokens/whoami`, {as: 'token', accept: [200, 401, 403, 429]});
  if (status === 401 && needsRefresh(text, headers['www-authenticate']))
    return {
      verdict: 'undetermined',
      needsRenewal: true,
      note: 'The sign-on’s part of the credential is older than a day and is renewed when it is used; `snapcraft whoami` shows the rest.',
    };
  if (status === 401)
    return {verdict: 'refused', note: 'The store refuses the credential: it ended or was revoked; run `snapcraft export-login` again.'};
  if (status === 403 && /macaroon-permission-required/.test(text))
    return {verdict: 'lacks-right', note: 'The credential works, and lacks package_access; export it again with it.'};
  if (status === 403 && !isMarkup(text))
    return {verdict: 'blocked', note: 'The store knows the credential and forbids its use; look at the account there.'};
  const answer = status === 200 ? whoamiSchema.safeParse(parsedJson(text)) : undefined;
  if (answer?.success !== true) return untold('The Snap Store', status);
  const {account, permissions, channels, expires} = answer.data;
  const ends = expires ? storeTime(expires) : undefined;
  const identity = account.username ?? account.email ?? undefined;
  const known = {
    ...(identity === undefined ? {} : {identity}),
    ...(ends === undefined ? {} : {expires: ends}),
    ...(permissions || channels ? {rights: [...(permissions ?? []), ...(channels ?? []).map((one) => `channel ${one}`)]} : {}),
  };
  const lacks = permissions
    ? !permissions.some((right) => /^package_(?:push|upload)$/.test(right)) || !permissions.includes('package_release')
    : false;
  return lacks
    ? {...known, verdict: 'lacks-right', note: 'The credential works, and it may not upload and release.'}
    : {...known, verdict: 'valid', note: 'The credential works and may upload and release.'};
};
