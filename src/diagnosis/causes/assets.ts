import type {Cause, Judgement, Situation} from '../../model/diagnosis.ts';
import {isNamed} from '../../model/publishing-step.ts';
import type {Finding} from '../../model/workflow.ts';
import {failedStepOf, failsWhere, findingOf, hasFailed, logLine, releaseOf, says, sentences, stepText} from '../situation.ts';
import {knownErrorPage} from './error-pages.ts';

const notThere = [
  /curl: \(22\)/,
  /requested URL returned error: 404/i,
  /ERROR 404|404:? \(?Not Found/i,
  /status code.{0,30}\b404\b|\b404\b.{0,30}releases\/download/i,
  /^(?:Error: )?release not found|no assets (?:match|to download)/i,
];
/* npm and Docker answer 404 to a publisher without rights: that is not about an asset. */
const otherAnswer = /npm (?:ERR|error)|- PUT |manifest unknown|docker/i;

const missingAnswer = (situation: Situation): string | undefined => {
  const line = logLine(situation, ...notThere);
  return line !== undefined && !otherAnswer.test(line) ? line : undefined;
};

const assetAsked = (situation: Situation): string | undefined => {
  const line = logLine(situation, /\/releases\/download\/[^\s"'<>]+/);
  const path = line && /\/releases\/download\/([^\s"'<>?]+)/.exec(line)?.[1];
  return path
    ?.split('/')
    .at(-1)
    ?.replace(/[.,:;)”]+$/, '');
};

const releasedLater = (situation: Situation): string | undefined => {
  const publishedAt = releaseOf(situation)?.publishedAt;
  const startedAt = situation.run?.startedAt;
  return publishedAt && startedAt && publishedAt > startedAt
    ? `The release was published at ${publishedAt}, after the job had started at ${startedAt}.`
    : undefined;
};

const fetchesAssets = (situation: Situation): boolean =>
  situation.job?.job.steps.some((step) =>
    /releases\/download|gh release download/.test(`${step.run ?? ''} ${Object.values(step.with).join(' ')}`),
  ) ?? false;

const waitsForNothing = (situation: Situation): boolean => situation.job !== undefined && situation.job.job.needs.length === 0;

/** Whether it fails where it downloads; where the workflow doesn't tell, anywhere before publishing. */
const failsWhereItDownloads = (situation: Situation, race: Finding | undefined): boolean => {
  const failed = failedStepOf(situation.run);
  return race?.step === undefined || !failed ? failsWhere(situation) === 'before' : isNamed(failed.name, race.step);
};

/** A job downloads what another job has not uploaded yet. */
export const assetFetchedTooEarly: Cause = {
  id: 'asset-fetched-too-early',
  title: 'The job downloads a release asset and does not wait for the job that uploads it.',
  judge: (situation): Judgement | undefined => {
    const {run, job} = situation;
    if (!hasFailed(run)) return undefined;
    const race = findingOf(situation, 'asset-race');
    const page = knownErrorPage(situation.log?.lines ?? []);
    const answer = missingAnswer(situation) ?? page;
    const later = releasedLater(situation);
    const suspect =
      race ?? (answer && waitsForNothing(situation) && (fetchesAssets(situation) || assetAsked(situation)) ? answer : undefined);
    if (suspect === undefined) return undefined;
    const failed = failedStepOf(run);
    const isPlain = race !== undefined && answer !== undefined;
    const otherReason = situation.log !== undefined && situation.log.lines.length > 0 && answer === undefined;
    return {
      ...(race ? {title: race.text} : {}),
      confidence: isPlain ? 'confirmed' : answer || (!otherReason && failsWhereItDownloads(situation, race)) ? 'likely' : 'possible',
      evidence: sentences(
        race?.text,
        answer && (answer === page ? page : says(answer)),
        later,
        failed && `It fails at ${stepText(failed)}.`,
        !race && waitsForNothing(situation) && `The job “${job?.job.id}” needs no other job.`,
      ),
      fix: `Let the job “${job?.job.id ?? run?.name}” wait for the job that uploads the release's assets, with “needs:”, and run it again.`,
    };
  },
  /** What is there now was not there then; what is still missing was not fetched too early. */
  probe: async (lookup, situation, judged) => {
    const address = addressAsked(situation);
    if (address === undefined || situation.about?.isPrivate !== false) return judged;
    if (await lookup.exists(address))
      return {...judged, confidence: 'confirmed', evidence: [...judged.evidence, `${address} is there now.`]};
    const isOut = releaseOf(situation)?.isDraft === false;
    return isOut ? undefined : judged;
  },
};

/** The address that the log names. */
const addressAsked = (situation: Situation): string | undefined => {
  const line = logLine(situation, /https:\/\/github\.com\/\S+\/releases\/download\//);
  return line && /https:\/\/github\.com\/[^\s"'<>]+\/releases\/download\/[^\s"'<>?]+/.exec(line)?.[0].replace(/[.,:;)”]+$/, '');
};

/** The same letters in a comparable form. */
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The log names an asset that the release doesn't have, although it has others. */
export const assetMisnamed: Cause = {
  id: 'asset-misnamed',
  title: 'The job asks for a release asset under a name that the release does not have.',
  judge: (situation) => {
    const assets = releaseOf(situation)?.assets ?? [];
    const asked = assetAsked(situation);
    const answer = missingAnswer(situation);
    if (!hasFailed(situation.run) || !asked || !answer || assets.length === 0) return undefined;
    if (assets.some((asset) => asset.name === asked)) return undefined;
    const near =
      assets.find((asset) => plain(asset.name) === plain(asked)) ?? assets.find((asset) => asset.name.endsWith(asked.slice(-12)));
    return {
      confidence: 'likely',
      evidence: sentences(says(answer), `The release has ${assets.map((asset) => asset.name).join(', ')}, and no ${asked}.`),
      fix: `Ask for ${near ? `“${near.name}”` : 'one of the names above'} and not for “${asked}”.`,
    };
  },
};
