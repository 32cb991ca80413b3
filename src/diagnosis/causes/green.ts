import type {Cause, Judgement, Situation} from '../../model/diagnosis.ts';
import {isNamed, skippedPublishingSteps} from '../../model/publishing-step.ts';
import type {RunStep} from '../../model/repository.ts';
import type {Finding} from '../../model/workflow.ts';
import {findingOf, isAbsent, isGreen, isPublished, sentences, stepText, stepWithId, whatIsServed, writtenStep} from '../situation.ts';

/** The steps that would have published and were skipped; empty when one of them ran. */
const skippedSteps = ({job, run}: Situation): readonly RunStep[] => (run === undefined ? [] : skippedPublishingSteps(job, run));

/** The step whose output an `if` asks, else the last one before it that sounds like a check. */
const checkStep = (situation: Situation, skipped: RunStep, condition: string | undefined): RunStep | undefined => {
  const id = condition && /\bsteps\.([\w-]+)\.(?:outputs|outcome|conclusion)/.exec(condition)?.[1];
  return (
    (id && stepWithId(situation, id)) ||
    situation.run?.steps.findLast(
      (step) => step.number < skipped.number && step.conclusion === 'success' && /\b(check|exists|verify|detect)/i.test(step.name),
    )
  );
};

/** The finding that the step asks whether any version is there; undefined: it asks something else. */
const anyVersionFinding = ({job}: Situation, check: RunStep): Finding | undefined =>
  job?.findings.find(({kind, step}) => kind === 'asks-any-version' && step !== undefined && isNamed(check.name, step));

const skipFix = (situation: Situation, skipped: RunStep, check: RunStep | undefined): string => {
  const {job, marketplace} = situation;
  if (check !== undefined && anyVersionFinding(situation, check) !== undefined)
    return `Let ${stepText(check)} ask for the version that is to be published: “portcall workflow --only ${marketplace.id}” mends it (f on its page).`;
  if (findingOf(situation, 'skips-on-empty-secret') !== undefined)
    return `Set the secret ${job?.secrets[0] ?? 'that the step asks for'}, and let the job fail without it.`;
  return check
    ? `Correct what ${stepText(check)} decides: it lets the job skip a version that ${marketplace.title} does not have.`
    : `Correct the condition of ${stepText(skipped)}, and run the job again.`;
};

const skipJudgement = (situation: Situation, skipped: RunStep): Judgement => {
  const condition = writtenStep(situation, skipped)?.if;
  const check = checkStep(situation, skipped, condition);
  const onSecret = findingOf(situation, 'skips-on-empty-secret');
  const onAny = check && anyVersionFinding(situation, check);
  return {
    confidence: situation.publication ? 'confirmed' : 'likely',
    evidence: sentences(
      `The run skipped ${stepText(skipped)}, and the job still ended green.`,
      condition !== undefined && `It runs only if ${condition}.`,
      check && `That is decided by ${stepText(check)}.`,
      onAny?.text,
      onSecret?.text,
      whatIsServed(situation),
    ),
    fix: skipFix(situation, skipped, check),
  };
};

/** The job is green because the step that publishes did not run. */
export const publishStepSkipped: Cause = {
  id: 'publish-step-skipped',
  title: 'The job ended green and skipped the step that publishes.',
  judge: (situation) => {
    if (!isGreen(situation.run) || isPublished(situation)) return undefined;
    const [skipped] = skippedSteps(situation);
    return skipped && skipJudgement(situation, skipped);
  },
};

/** Secrets whose name speaks of the marketplace and that no workflow reads. */
const unreadSecrets = ({marketplace, secrets, understanding}: Situation): readonly string[] => {
  const word = marketplace.id.split('-')[0]?.toUpperCase() ?? '';
  const isRead = new Set(understanding?.readSecrets.map((secret) => secret.name.toUpperCase()));
  return understanding
    ? (secrets?.map((secret) => secret.name).filter((name) => name.toUpperCase().includes(word) && !isRead.has(name.toUpperCase())) ?? [])
    : [];
};

/** The job commits its package file to a repository from which nobody installs. */
export const committedNowhere: Cause = {
  id: 'committed-nowhere',
  title: 'The job ended green and committed to a place from which nobody installs.',
  judge: (situation) => {
    const {publication, marketplace, needsRepository} = situation;
    const finding = findingOf(situation, 'commits-nowhere');
    const isNothing = publication?.serves === null && isAbsent(situation);
    if (!isGreen(situation.run) || !isNothing || (!finding && !needsRepository) || skippedSteps(situation).length > 0) return undefined;
    const unread = unreadSecrets(situation);
    return {
      confidence: finding ? 'confirmed' : 'likely',
      evidence: sentences(
        finding?.text,
        `The job “${situation.run?.name}” ended green.`,
        whatIsServed(situation),
        unread.length > 0 && `The secret ${unread.join(' and ')} is set, and no workflow reads it.`,
      ),
      fix: `Let the job commit to a repository that ${marketplace.title} installs from, with a token that may write there${unread[0] ? `, such as ${unread[0]}` : ''}.`,
    };
  },
};

/** The job hides that it failed. */
export const failureSwallowed: Cause = {
  id: 'failure-swallowed',
  title: 'The job ends green even when publishing fails.',
  judge: (situation) => {
    const finding = findingOf(situation, 'swallows-failure', 'skips-on-empty-secret');
    if (!isGreen(situation.run) || !isAbsent(situation) || !finding || skippedSteps(situation).length > 0) return undefined;
    return {
      confidence: 'likely',
      evidence: sentences(finding.text, whatIsServed(situation)),
      fix: 'Let the step fail when publishing fails, and run it again to see why it does.',
    };
  },
};

/** Green, and not there: all that can be said when nothing tells why. */
export const greenButAbsent: Cause = {
  id: 'green-but-absent',
  title: 'The job ended green, and the version is not there.',
  judge: (situation) => {
    if (!isGreen(situation.run) || !isAbsent(situation)) return undefined;
    if (skippedSteps(situation).length > 0 || findingOf(situation, 'commits-nowhere', 'swallows-failure')) return undefined;
    const {run, publication} = situation;
    const hidden = publication?.version.kind === 'not-visible' ? publication.version.why : undefined;
    return {
      confidence: 'possible',
      evidence: sentences(
        `The job “${run?.name}” ended green${run?.completedAt ? ` at ${run.completedAt}` : ''}.`,
        hidden ?? whatIsServed(situation),
      ),
      fix: `Read what the publishing step printed, at ${run?.url}, and check the name and the address it published to.`,
      ...(hidden === undefined ? {} : {title: 'The job ended green, and whether the version is there can’t be seen.'}),
    };
  },
};
