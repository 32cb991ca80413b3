import type {FindingKind, PublishingJob, Workflow, WorkflowFile} from '../../model/workflow.ts';
import {entryOf, parsed} from '../add-selector.ts';
import {isActionFile} from '../composite.ts';
import {lacksSelector} from '../selector-choice.ts';
import {understandWorkflows} from '../understand.ts';
import {mendCommitsNowhere, mendForeignPush} from './access.ts';
import {mendHashedPage} from './downloads.ts';
import {mendDisabled, mendSwallowedFailure} from './failures.ts';
import {mendLateUpload} from './immutable.ts';
import {advice, type Found, type Mend, type MendGround, type Mending} from './mend.ts';
import {mendMissingPermission, mendOpenPermissions} from './permissions.ts';
import {mendLooseUses} from './pinning.ts';
import {jobAt} from './places.ts';
import {mendPresenceCheck} from './presence.ts';
import {mendEmptySecret, mendMissingSecret, mendNearMiss} from './secrets.ts';
import {mendCallElsewhere, mendNeverFires, mendOtherFile, mendSecondPublisher} from './starting.ts';
import {mendAssetRace, mendMissingSelector} from './waiting.ts';

const mendings: Readonly<Record<FindingKind, Mending>> = {
  disabled: mendDisabled,
  'never-fires': mendNeverFires,
  'missing-permission': mendMissingPermission,
  'asset-race': mendAssetRace,
  'swallows-failure': mendSwallowedFailure,
  'skips-on-empty-secret': mendEmptySecret,
  'cross-repository-token': mendForeignPush,
  'second-publisher': mendSecondPublisher,
  'secret-not-set': mendMissingSecret,
  'secret-near-miss': mendNearMiss,
  'secret-not-seen': mendMissingSecret,
  'commits-nowhere': mendCommitsNowhere,
  'error-page-hashed': mendHashedPage,
  'calls-elsewhere': mendCallElsewhere,
  'publisher-names-other-file': mendOtherFile,
  'asks-any-version': mendPresenceCheck,
};

/** Where a finding stands in the file that holds its text; undefined: it can't be told. */
const foundIn = (one: PublishingJob, finding: Found['finding'], {files}: MendGround): {found: Found; path: string} | undefined => {
  const path = one.definedIn ?? one.workflow.path;
  const elsewhere = /\((\S+), line (\d+)\)\.$/.exec(finding.text);
  const line = finding.line ?? Number(elsewhere?.[2]);
  const id = one.job.id.split('/').at(-1) ?? one.job.id;
  const text = files.find((file) => file.path === path)?.text;
  const job = text === undefined ? undefined : parsed(text)?.jobs.find((other) => other.id === id);
  if (text === undefined || job === undefined) return undefined;
  const node = jobAt(text, id);
  const steps = node && entryOf(node, 'steps')?.value;
  const isPlain = steps !== undefined && steps !== null && 'items' in steps && steps.items.length === job.steps.length;
  const step = finding.step === undefined || !isPlain ? -1 : job.steps.findIndex((other) => other.line === line);
  return {path, found: {one: {...one, job}, finding, job: id, step: step < 0 ? undefined : step}};
};

/** How often a marketplace's jobs have findings of this kind, were the file so. */
const countOf = (text: string, path: string, {one, finding}: Found, {files, marketplaces, knowledge}: MendGround): number => {
  const changed = files.map((file) => (file.path === path ? {...file, text} : file));
  return understandWorkflows(changed, marketplaces, knowledge)
    .jobs.filter(({marketplace}) => marketplace === one.marketplace)
    .flatMap(({findings}) => findings.filter(({kind}) => kind === finding.kind)).length;
};

/** The same, where the finding is gone afterwards. */
const proven =
  (apply: (text: string) => string | undefined, path: string, found: Found, ground: MendGround) =>
  (text: string): string | undefined => {
    const after = apply(text);
    if (after === undefined) return undefined;
    return countOf(after, path, found, ground) < countOf(text, path, found, ground) ? after : undefined;
  };

const byHand = ({finding, job}: Found): string =>
  `Change it by hand${finding.line === undefined ? ` in the job ${job}` : ` at line ${finding.line}`}: the file spells it in a way that can't be changed by itself.`;

const mendOf = (one: PublishingJob, finding: Found['finding'], ground: MendGround): Mend | undefined => {
  const place = foundIn(one, finding, ground);
  if (place === undefined) return undefined;
  const {path, found} = place;
  const text = ground.files.find((file) => file.path === path)?.text ?? '';
  const id = `${finding.kind} ${one.job.id}${found.step === undefined ? '' : ` ${found.step + 1}`}`;
  const action = found.step === undefined ? undefined : found.one.job.steps[found.step]?.uses;
  if (action?.startsWith('./'))
    return {id, file: path, ...advice(`Mend the action ${action}`, finding.text, `Change it in ${action}, where the step's text stands.`)};
  const mend = mendings[finding.kind](found, ground);
  if (mend === undefined || mend.kind === 'advice') return mend && {...mend, id, file: path};
  const apply = proven(mend.apply, path, found, ground);
  if (apply(text) !== undefined) return {...mend, id, file: path, apply};
  return {id, file: path, ...advice(mend.title, finding.text, byHand(found))};
};

const ofFindings = (ground: MendGround): readonly Mend[] =>
  ground.understanding.jobs.flatMap((one) =>
    one.findings.flatMap((finding) => {
      const mend = mendOf(one, finding, ground);
      return mend === undefined ? [] : [{...mend, concerns: [one.marketplace]}];
    }),
  );

/** A mend whose change can be made now. */
const possible = (mend: Mend | undefined, {text = ''}: WorkflowFile): readonly Mend[] =>
  mend === undefined || (mend.kind === 'edit' && mend.apply(text) === undefined) ? [] : [mend];

/** What lets a person choose a marketplace in a file where nothing does yet; undefined: something does, or the change can't be made. */
export const selectorIn = (file: WorkflowFile, workflow: Workflow, jobs: readonly PublishingJob[]): Mend | undefined => {
  const publishing = jobs.filter((one) => one.workflow.path === file.path && one.definedIn === undefined);
  const isStartedByHand = workflow.triggers.some(({event}) => event === 'workflow_dispatch');
  const [one, two] = publishing.filter(({marketplace}) => marketplace !== 'github-releases');
  if (one === undefined || (two === undefined && isStartedByHand) || !lacksSelector(workflow, publishing)) return undefined;
  const concerns = [...new Set(publishing.map(({marketplace}) => marketplace))];
  return possible({...mendMissingSelector(file.path, publishing), concerns}, file)[0];
};

/** Of the file as a whole, which no job's finding tells. */
const ofFile = (file: WorkflowFile, ground: MendGround): readonly Mend[] => {
  const workflow = isActionFile(file.path) || file.text === undefined ? undefined : parsed(file.text);
  if (workflow === undefined || !ground.understanding.jobs.some((one) => (one.definedIn ?? one.workflow.path) === file.path)) return [];
  return [
    ...possible(selectorIn(file, workflow, ground.understanding.jobs), file),
    ...possible(mendLateUpload(workflow.jobs, file.path), file),
    ...possible(mendOpenPermissions(file.path, workflow.jobs, ground), file),
    ...possible(mendLooseUses(file.path, file.text ?? '', ground.pins), file),
  ];
};

/** Every flaw of the workflows that publish, each with what mends it, in the order in which the changes are to be made. */
export const mendsOf = (ground: MendGround): readonly Mend[] => {
  const all = [...ofFindings(ground), ...ground.files.flatMap((file) => ofFile(file, ground))];
  const groups = Object.values(Object.groupBy(all, (mend) => `${mend.id} ${mend.file} ${mend.title}`));
  return groups.flatMap((same = []) => {
    const concerns = [...new Set(same.flatMap((mend) => mend.concerns ?? []))];
    return same.slice(-1).map((mend) => (mend.concerns === undefined ? mend : {...mend, concerns}));
  });
};
