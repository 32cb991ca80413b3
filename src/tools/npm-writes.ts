import * as z from 'zod';
import type {Done} from '../model/hands.ts';
import {Problem} from '../model/problem.ts';
import type {RollbackStep} from '../model/rollback-steps.ts';
import {
  asJson,
  change,
  changedSince,
  fieldsOf,
  type MarketplaceWriter,
  refusal,
  refused,
  type Sending,
  type Sent,
  send,
  tokenFor,
} from './marketplace-writer.ts';

type Step<Kind extends RollbackStep['kind']> = Extract<RollbackStep, {readonly kind: Kind}>;

const packumentSchema = z.looseObject({
  'dist-tags': z.record(z.string(), z.string()).default({}),
  versions: z.record(z.string(), z.looseObject({deprecated: z.union([z.string(), z.boolean()]).optional()})),
});
type Packument = z.infer<typeof packumentSchema>;

const pathOf = (name: string): string => name.replace('/', '%2f');

/** Past every cache, as npm itself reads before it writes. */
const findPackument = async (writer: MarketplaceWriter, name: string): Promise<Packument> => {
  const url = `${writer.npmRegistry}/${pathOf(name)}?write=true`;
  const sent = await send(writer, {url, secretHeaders: tokenFor(writer, 'npm', url), accept: [200, 404]});
  if (sent.status === 404) throw refused(`npm shows no package ${name} to this token.`, 'Check the name, and whose token it is.');
  return fieldsOf(url, sent, packumentSchema);
};

const isAboutPassword = ({headers, text}: Sent): boolean =>
  /\botp\b/i.test(headers['www-authenticate'] ?? '') || /one-time pass|two-factor/i.test(text);

const put = async (writer: MarketplaceWriter, url: string, body: unknown, byHand: string): Promise<void> => {
  const request: Sending = {...asJson(body), method: 'PUT', url, accept: [200, 201, 204, 400, 401, 403, 404, 409]};
  const sent = await send(writer, {...request, secretHeaders: tokenFor(writer, 'npm', url)});
  if (sent.status < 300) return;
  if (sent.status === 401 && isAboutPassword(sent))
    throw new Problem(
      'unauthorized',
      'npm asks for a one-time password, which a person alone has.',
      `Run \`${byHand}\` yourself, or use a granular token that may pass two-factor sign-in by.`,
    );
  if (sent.status === 409) throw refused('The package was changed at npm at the same time.', 'Plan it again from fresh facts.');
  throw refusal('npm', sent, 'Use a token that may write to this package.');
};

/** Points a tag to another version. */
export const moveDistTag = (writer: MarketplaceWriter, step: Step<'move-dist-tag'>): Promise<Done> => {
  const {package: name, tag, from, to} = step;
  return change({
    where: 'npm',
    what: `${tag} at ${to}`,
    isDone: async () => {
      const {versions, 'dist-tags': tags} = await findPackument(writer, name);
      if (!Object.hasOwn(versions, to)) throw changedSince(`${name} ${to} is gone from npm`);
      if (tags[tag] !== from && tags[tag] !== to) throw changedSince(`The tag ${tag} of ${name} was moved to ${tags[tag] ?? 'nothing'}`);
      return tags[tag] === to;
    },
    write: () =>
      put(
        writer,
        `${writer.npmRegistry}/-/package/${pathOf(name)}/dist-tags/${encodeURIComponent(tag)}`,
        to,
        `npm dist-tag add ${name}@${to} ${tag}`,
      ),
    done: `${tag} of ${name} points to ${to}.`,
  });
};

/** Has npm warn whoever installs a version. */
export const deprecatePackage = (writer: MarketplaceWriter, step: Step<'deprecate-package'>): Promise<Done> => {
  const {package: name, version, message} = step;
  const find = async () => {
    const packument = await findPackument(writer, name);
    const found = Object.hasOwn(packument.versions, version) ? packument.versions[version] : undefined;
    if (found === undefined) throw changedSince(`${name} ${version} is gone from npm`);
    return {packument, found};
  };
  return change({
    where: 'npm',
    what: `the deprecation of ${version}`,
    isDone: async () => {
      const {deprecated} = (await find()).found;
      if (deprecated !== undefined && deprecated !== '' && deprecated !== false && deprecated !== message)
        throw changedSince(`${name} ${version} was deprecated with other words`);
      return deprecated === message;
    },
    write: async () => {
      const {packument, found} = await find();
      const versions = {...packument.versions, [version]: {...found, deprecated: message}};
      const byHand = `npm deprecate ${name}@${version} "${message}"`;
      await put(writer, `${writer.npmRegistry}/${pathOf(name)}`, {...packument, versions}, byHand);
    },
    done: `${name} ${version} is deprecated.`,
  });
};
