import {z} from 'zod';
import {evidenceOf} from '../src/model/cell.ts';
import type {Lookup} from '../src/model/lookup.ts';
import type {Marketplace} from '../src/model/marketplace.ts';
import {type Project, packageNameOf} from '../src/model/project.ts';
import type {Account, ComparedFile, TokenTest, VersionState} from '../src/model/publication.ts';
import {undoOfRollbackStep} from '../src/model/rollback-steps.ts';
import {newestStableOf} from '../src/model/semantic-versions.ts';
import {fieldsOf, untold} from './family/answers.ts';
import {readCargoManifest} from './family/cargo-manifest.ts';
import {cratesCauses} from './family/crates-causes.ts';
import {cratesInstall} from './family/crates-install.ts';
import {cratesIoTasks} from './family/crates-io-tasks.ts';
import {cratesRollback} from './family/crates-rollback.ts';
import {cratesTrust} from './family/crates-trust.ts';
import {owned, ownerOf} from './family/ownership.ts';
import {compareWithAsset, integrityOf} from './family/release-assets.ts';
import {runs, uses} from './family/steps.ts';
import {foreignToken} from './family/token-shapes.ts';
import {cratesIoFirstPackage} from './first-package/crates-io.ts';

const lineSchema = z.object({vers: z.string(), cksum: z.string(), yanked: z.boolean()});
type Line = z.infer<typeof lineSchema>;
const crateSchema = z.object({crate: z.object({repository: z.string().nullish(), homepage: z.string().nullish()})});
const ownersSchema = z.object({users: z.array(z.object({login: z.string()}))});

const site = 'https://crates.io';

/** Where the sparse index keeps a crate: by its first letters, in lower case. */
export const indexPath = (name: string): string => {
  const crate = name.toLowerCase();
  if (crate.length < 3) return `${crate.length}/${crate}`;
  return crate.length === 3 ? `3/${crate[0]}/${crate}` : `${crate.slice(0, 2)}/${crate.slice(2, 4)}/${crate}`;
};

const findLines = async (lookup: Lookup, name: string): Promise<readonly Line[] | undefined> => {
  const text = await lookup.text(`https://index.crates.io/${indexPath(name)}`);
  return text?.split('\n').flatMap((line) => (line.trim() === '' ? [] : [fieldsOf('index.crates.io', line, lineSchema)]));
};

/** Whose crate it is; the index doesn't say, so the slower API is asked, and only for a crate that exists. */
const findOwnership = async (lookup: Lookup, project: Project) => {
  const packageName = packageNameOf(project, 'crates-io');
  const found = await lookup.json(`${site}/api/v1/crates/${encodeURIComponent(packageName.name)}`, crateSchema);
  return found === undefined ? undefined : ownerOf(project, packageName, [found.crate.repository, found.crate.homepage]);
};

/* Versions that differ only behind a `+` are one to crates.io. */
const isVersion = (one: string, other: string) => one.replace(/\+.*$/, '') === other.replace(/\+.*$/, '');

const stateOf = (lines: readonly Line[], name: string, wanted: string): VersionState => {
  const line = lines.find(({vers}) => isVersion(vers, wanted));
  if (line === undefined) return {kind: 'absent'};
  if (line.yanked)
    return {
      kind: 'withdrawn',
      why: 'It was yanked: only projects that already name it still get it.',
      back: undoOfRollbackStep({kind: 'yank-crate', crate: name, version: line.vers}),
    };
  const newest = newestStableOf(lines.filter(({yanked}) => !yanked).map(({vers}) => vers));
  return newest === line.vers ? {kind: 'published'} : {kind: 'published', note: `An ordinary install gives ${newest}.`};
};

const findPublication: Marketplace['findPublication'] = async (lookup, project) => {
  const packageName = packageNameOf(project, 'crates-io');
  const {name} = packageName;
  const lines = await findLines(lookup, name);
  if (lines === undefined || lines.length === 0)
    return {name, serves: null, version: {kind: 'absent'}, evidence: [evidenceOf(`The index of crates.io has no crate ${name}.`)]};
  const page = `${site}/crates/${name}`;
  return owned(packageName, await findOwnership(lookup, project), {
    name,
    url: page,
    serves: newestStableOf(lines.filter(({yanked}) => !yanked).map(({vers}) => vers)) ?? null,
    version: stateOf(lines, name, project.version),
    evidence: [evidenceOf(`${name} on crates.io`, page)],
  });
};

const findAccount = async (lookup: Lookup, project: Project): Promise<Account> => {
  const {name} = packageNameOf(project, 'crates-io');
  const lines = await findLines(lookup, name);
  if (lines === undefined || lines.length === 0)
    return {kind: 'not-told', note: `No crate ${name} exists yet, so crates.io names no owner.`};
  const belongs = await findOwnership(lookup, project);
  const evidence = [evidenceOf(`${name} on crates.io`, `${site}/crates/${name}`)];
  if (belongs === 'another') return {kind: 'taken', note: `The crate ${name} is another project's.`, evidence};
  const owners =
    (await lookup.json(`${site}/api/v1/crates/${encodeURIComponent(name)}/owners`, ownersSchema))?.users.map(({login}) => login) ?? [];
  const isOwner = owners.some((login) => login.toLowerCase() === project.repository.owner.toLowerCase());
  return {kind: belongs === 'this-project' || isOwner ? 'owns' : 'exists', name: owners.length === 0 ? name : owners.join(', '), evidence};
};

/** crates.io never lets a token read this page, and says why not: that tells a good one from a bad one. */
const testToken = async (lookup: Lookup): Promise<TokenTest> => {
  const {status, text} = await lookup.reply(`${site}/api/v1/me`, {as: 'token', accept: [200, 401, 403, 429]});
  if (status === 403 && /can only be performed on the crates\.io website/i.test(text))
    return {
      verdict: 'valid-rights-unknown',
      note: 'The token works; crates.io does not tell which crates it may publish, nor when it ends.',
    };
  if (/authentication failed/i.test(text))
    return {verdict: 'refused', note: 'crates.io refuses the token: it is unknown, revoked or expired.'};
  if (/does not match the format/i.test(text))
    return {verdict: 'wrong-marketplace', note: 'This is no token of crates.io; those begin with cio.'};
  if (/Invalid `Authorization` header/i.test(text))
    return {verdict: 'refused', note: 'crates.io can’t read the token: it holds what no token of it does.'};
  if (/account .*(?:locked|suspended)/i.test(text)) return {verdict: 'blocked', note: 'crates.io has locked the account of this token.'};
  return untold('crates.io', status);
};

const verifyPublication: Marketplace['verifyPublication'] = async (lookup, project, {name, serves}) => {
  const lines = (await findLines(lookup, name)) ?? [];
  const line = lines.find(({vers}) => isVersion(vers, project.version)) ?? lines.find(({vers}) => vers === serves);
  const version = line?.vers ?? project.version;
  const file = `${name}-${version}.crate`;
  const digest = await lookup.digest(`https://static.crates.io/crates/${name}/${file}`, ['sha256']);
  const compare = (): ComparedFile => {
    if (digest === undefined) return {name: file, result: 'different', note: 'crates.io does not serve it.'};
    if (digest.hex.sha256 !== line?.cksum)
      return {name: file, result: 'different', note: 'It does not have the digest that the index names.'};
    const asset = project.release?.assets.find((one) => one.name === file);
    return asset === undefined
      ? {
          name: file,
          result: 'not-comparable',
          note: 'It has the digest that the index names; a crate is source, which the release does not hold',
        }
      : compareWithAsset(file, digest.hex.sha256, asset);
  };
  return integrityOf(version, [compare()]);
};

export const cratesIo: Marketplace = {
  id: 'crates-io',
  title: 'crates.io',
  docs: 'https://doc.rust-lang.org/cargo/reference/publishing.html',
  tasks: cratesIoTasks,
  findPublication,
  findAccount,
  verifyPublication,
  propagation: {usually: 180, atMost: 600, because: 'the index of crates.io is written within minutes (observed).'},
  installTest: cratesInstall,
  token: {
    names: ['CARGO_REGISTRY_TOKEN', 'CRATES_IO_TOKEN', 'CRATES_TOKEN', 'CARGO_TOKEN', 'CRATES_IO_API_TOKEN'],
    makeAt: `${site}/settings/tokens/new`,
    leastRights: 'publish-update on this crate alone; publish-new only for its first version.',
    origins: [site],
    authorize: (secret) => ({authorization: secret.trim()}),
    readLocally: (secret) => foreignToken(secret, 'crates'),
    test: testToken,
  },
  packageFiles: {
    matches: (path) =>
      /(?:^|\/)Cargo\.toml$/.test(path) && !/(?:^|\/)(?:target|vendor|tests?|fixtures?|examples?|fuzz|xtask|benches)\//.test(path),
    read: readCargoManifest,
  },
  trustedPublishing: cratesTrust,
  firstPackage: cratesIoFirstPackage,
  publishedBy: {
    publishes: (step) => {
      if (
        runs(
          step,
          /\bcargo\s+(?:\+\S+\s+)?(?:publish|workspaces\s+publish|smart-release|release\b.*(?:-x|--execute))\b(?!.*(?:--dry-run|\s-n\b))/,
        )
      )
        return 'runs `cargo publish`';
      if (uses(step, 'katyo/publish-crates', 'actions-rs/publish', 'pksunkara/cargo-workspaces-action')) return `uses ${step.uses}`;
      return uses(step, 'release-plz/action', 'marcoieni/release-plz-action') && step.with['command'] !== 'release-pr'
        ? `uses ${step.uses}`
        : undefined;
    },
    jobNames: /(?:^|[-_ ])(?:crates?(?:[-_.]io)?|cargo)(?:$|[-_ ])/i,
    packageName: (step) => /\bcargo\s+publish\b[^\n]*?(?:\s-p|--package)[ =]([A-Za-z][\w-]*)/.exec(step.run ?? '')?.[1],
    permissions: (_step, job): Readonly<Record<string, 'write'>> =>
      job.steps.some((step) => uses(step, 'rust-lang/crates-io-auth-action')) ? {'id-token': 'write'} : {},
  },
  rollback: cratesRollback,
  causes: cratesCauses,
};
