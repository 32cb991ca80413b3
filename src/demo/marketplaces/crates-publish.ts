import type {DemoReply, DemoRequest, DemoSetting} from '../service.ts';
import {type Crate, type CratesState, type CratesToken, crateKey} from './crates-state.ts';
import {held, json, type Route} from './routes.ts';

type SignIn = (state: CratesState, request: DemoRequest) => CratesToken | DemoReply;

const failure = (status: number, detail: string): DemoReply => json(status, {errors: [{detail}]});

type Metadata = {
  readonly name?: string;
  readonly vers?: string;
  readonly description?: string;
  readonly license?: string;
  readonly repository?: string;
};
type Sent = {readonly metadata: Metadata; readonly crate: Buffer};

/** A length, the metadata as JSON, a length, the crate; undefined: it is not so made. */
const read = ({body}: DemoRequest): Sent | undefined => {
  try {
    const end = 4 + body.readUInt32LE(0);
    const metadata = JSON.parse(body.toString('utf8', 4, end)) as Metadata;
    return {metadata, crate: body.subarray(end + 4, end + 4 + body.readUInt32LE(end))};
  } catch {
    return undefined;
  }
};

/** In the server's own order; undefined: it takes the version. */
const refusalOf = (
  state: CratesState,
  token: CratesToken,
  crate: Crate | undefined,
  {vers = '', description, license}: Metadata,
): DemoReply | undefined => {
  const scope = crate === undefined ? 'publish-new' : 'publish-update';
  if (token.scopes !== undefined && !token.scopes.includes(scope))
    return failure(403, 'this token does not have the required permissions to perform this action');
  if (!state.confirmed.includes(token.user))
    return failure(
      400,
      'A verified email address is required to publish crates to crates.io. Visit https://crates.io/settings/profile to set and verify your email address.',
    );
  const missing = Object.entries({description, license}).filter(([, value]) => !value);
  if (missing.length > 0) return failure(400, `missing or empty metadata fields: ${missing.map(([field]) => field).join(', ')}.`);
  if (crate !== undefined && !crate.owners.includes(token.user))
    return failure(
      403,
      "this crate exists but you don't seem to be an owner. If you believe this is a mistake, perhaps you need to accept an invitation to be an owner before publishing.",
    );
  if (crate?.isTrustedOnly) return failure(403, 'New versions of this crate can only be published using Trusted Publishing.');
  return held(crate?.versions, vers) === undefined ? undefined : failure(400, `crate version \`${vers}\` is already uploaded`);
};

const publish = (setting: DemoSetting, state: CratesState, token: CratesToken, {metadata, crate: contents}: Sent): DemoReply => {
  const {name = '', vers = '', description = '', repository = ''} = metadata;
  const known = held(state.crates, crateKey(name));
  const refusal = refusalOf(state, token, known, metadata);
  if (refusal) return refusal;
  const crate: Crate = known ?? {name, description, repository, owners: [token.user], versions: {}, trustedConfigs: []};
  crate.versions[vers] = {crate: contents, createdAt: new Date(setting.now()).toISOString(), publishedBy: token.user, isYanked: false};
  state.crates[crateKey(name)] = crate;
  return json(200, {warnings: {invalid_categories: [], invalid_badges: [], other: []}});
};

/** What `cargo publish` sends. */
export const cratesPublishRoutes = (setting: DemoSetting, state: CratesState, signIn: SignIn): readonly Route[] => [
  {
    method: 'PUT',
    path: /^\/api\/v1\/crates\/new$/,
    answer: (request) => {
      const token = signIn(state, request);
      if ('status' in token) return token;
      const sent = read(request);
      return sent === undefined ? failure(400, 'invalid upload request') : publish(setting, state, token, sent);
    },
  },
];
