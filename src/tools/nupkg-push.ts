import {createHash} from 'node:crypto';
import type {EmbeddedProgram} from '../model/first-package.ts';
import type {Done} from '../model/hands.ts';
import {Problem} from '../model/problem.ts';
import type {SubmissionStep} from '../model/submission-steps.ts';
import {membersOf} from './archive-members.ts';
import {type FeedVersion, findFeedVersion, findFeedVersions} from './chocolatey-feed.ts';
import {sendOnce} from './lost-answers.ts';
import {type MarketplaceWriter, refused, send, tokenFor} from './marketplace-writer.ts';
import {nupkgOf} from './nupkg.ts';
import {pushRefusal} from './nupkg-refusals.ts';
import type {ZippedFile} from './zip-writer.ts';

type Step = Extract<SubmissionStep, {readonly kind: 'push-nupkg'}>;

export type NupkgWriter = MarketplaceWriter & {readonly rest: (milliseconds: number) => Promise<void>};

const pushUrl = 'https://push.chocolatey.org/api/v2/package/';
const mostSubmitted = 10;
/** A minute, and as long as a slow line takes for the package: a hundred kilobytes in a second. */
const patienceFor = (bytes: number): number => 60_000 + bytes / 100;
const [looks, betweenLooks] = [13, 10_000];

const isApproved = ({status}: FeedVersion): boolean => status === 'Approved' || status === 'Exempted';
const isStable = ({version}: FeedVersion): boolean => !version.includes('-');

/** Refuses what Chocolatey would refuse, before anything is sent. */
const refuseWhileQueued = ({package: id, version}: Step, versions: readonly FeedVersion[]): void => {
  const submitted = versions.filter(({status}) => status === 'Submitted');
  const [first] = submitted.filter((one) => one.version !== version);
  if (first !== undefined && !versions.some((one) => isApproved(one) && isStable(one)))
    throw refused(
      `${id} ${first.version} is still in moderation and no version is approved yet, and Chocolatey takes no other version before.`,
      `Wait for the moderators, or push ${first.version} again with what they ask for.`,
    );
  if (submitted.length >= mostSubmitted)
    throw refused(
      `${submitted.length} versions of ${id} are in moderation, and Chocolatey takes no more.`,
      'Ask a moderator on the package’s page to go through the queue.',
    );
};

const download = async ({http}: NupkgWriter, url: string): Promise<AsyncIterable<Uint8Array>> => {
  const answer = await http.send({method: 'GET', url, headers: {}, accept: [200, 404, 410]});
  if (answer.status === 200) return answer.body;
  await answer.drop();
  throw refused(`Nothing is served at ${url}, which belongs into the package.`, 'Look at the files of the release, and plan it again.');
};

/** Each released file is fetched once, and held against its digest. */
const embeddedFiles = async (writer: NupkgWriter, embeds: readonly EmbeddedProgram[]): Promise<readonly ZippedFile[]> => {
  const files: ZippedFile[] = [];
  for (const [url, wanted] of Map.groupBy(embeds, (one) => one.url)) {
    const [first] = wanted;
    if (first === undefined) continue;
    const {sha256, format} = first;
    const found = await membersOf(await download(writer, url), {url, sha256, format, members: wanted.map(({member}) => member)});
    for (const {path, member} of wanted) files.push({path, contents: found.get(member) ?? new Uint8Array()});
  }
  return files;
};

const build = async (writer: NupkgWriter, {package: id, version, files, embeds}: Step): Promise<Buffer> => {
  const nuspec = files.find(({path}) => /^[^/]+\.nuspec$/i.test(path));
  if (nuspec === undefined) throw new Problem('bug', 'The plan holds no .nuspec file.', 'Plan it again, and report it if it stays so.');
  const texts = files.filter((one) => one !== nuspec).map(({path, contents}) => ({path, contents: Buffer.from(contents)}));
  return nupkgOf({id, version, nuspec: nuspec.contents, files: [...texts, ...(await embeddedFiles(writer, embeds))]});
};

const multipart = (nupkg: Buffer) => {
  const boundary = `portcall-${createHash('sha256').update(nupkg).digest('hex').slice(0, 32)}`;
  const head = [
    `--${boundary}`,
    'Content-Disposition: form-data; name="package"; filename="package.nupkg"',
    'Content-Type: application/octet-stream',
    '',
    '',
  ].join('\r\n');
  return {
    headers: {accept: '*/*', 'content-type': `multipart/form-data; boundary=${boundary}`},
    body: Buffer.concat([Buffer.from(head), nupkg, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  };
};

const put = async (writer: NupkgWriter, {package: id}: Step, nupkg: Buffer): Promise<true> => {
  const secretHeaders = tokenFor(writer, 'chocolatey', pushUrl);
  const accept = [200, 201, 202, 400, 401, 403, 404, 409, 413, 500];
  const sent = await send(writer, {
    ...multipart(nupkg),
    method: 'PUT',
    url: pushUrl,
    secretHeaders,
    accept,
    patience: patienceFor(nupkg.length),
  });
  if (sent.status > 299) throw pushRefusal(id, sent);
  return true;
};

const holds = (found: FeedVersion | undefined, hash: string): found is FeedVersion =>
  found !== undefined && (found.hash === undefined || found.hash === hash);

/** Looks again and again, as the feed is a little behind; undefined: the version isn't there. */
const lookFor = async (
  writer: NupkgWriter,
  {package: id, version}: Step,
  hash: string,
  times: number,
): Promise<FeedVersion | undefined> => {
  for (let look = 0; look < times; look++) {
    if (look > 0) await writer.rest(betweenLooks);
    const found = await findFeedVersion(writer, id, version);
    if (holds(found, hash)) return found;
  }
  return undefined;
};

const doneText = ({package: id, version}: Step, {status}: FeedVersion): string =>
  status === 'Submitted' || status === ''
    ? `Chocolatey has ${id} ${version}; its own checks begin after about half an hour, and moderators look at it then.`
    : `Chocolatey has ${id} ${version}: ${status}.`;

/** Builds the package, pushes it unless it is there, and believes only the feed: a blocked account hears that everything went well, too. */
export const pushNupkg = async (writer: NupkgWriter, step: Step): Promise<Done> => {
  const {package: id, version} = step;
  tokenFor(writer, 'chocolatey', pushUrl);
  const known = await findFeedVersion(writer, id, version);
  refuseWhileQueued(step, await findFeedVersions(writer, id));
  const nupkg = await build(writer, step);
  const hash = createHash('sha512').update(nupkg).digest('base64');
  if (known?.hash === hash) return {note: `It was so already: ${doneText(step, known)}`};
  if (known !== undefined && isApproved(known))
    throw refused(
      `${id} ${version} is approved at Chocolatey with other contents, and an approved version stays as it is.`,
      'Release a new version.',
    );
  await sendOnce<true>({
    where: 'Chocolatey',
    what: `${id} ${version}`,
    send: () => put(writer, step, nupkg),
    look: async () => ((await lookFor(writer, step, hash, 3)) === undefined ? undefined : true),
  });
  const found = await lookFor(writer, step, hash, looks);
  if (found !== undefined) return {note: doneText(step, found)};
  throw refused(
    `Chocolatey says that it took ${id} ${version}, and its feed does not show it after two minutes; so it answers to accounts that are blocked.`,
    'Sign in at Chocolatey and look at the package’s page; run this again later: what is there by then is found.',
  );
};
