import {placeholderFaults} from '../../checks/family/placeholders.ts';
import {type FaultsOf, movedBeside, type PlacedFile, placedFiles} from '../flow/first-files.ts';
import {openFaults} from '../flow/open-faults.ts';
import {planSubmission, type Submission, type SubmissionChoice} from '../flow/submission-plan.ts';
import type {Survey} from '../flow/survey.ts';
import type {FirstFile, FirstFiles, ProgramFacts} from '../model/first-package.ts';
import type {Lookup} from '../model/lookup.ts';
import type {Marketplace} from '../model/marketplace.ts';
import {lookAtPlace} from './first-package-place.ts';
import {takenName} from './first-package-taken.ts';

/** The first package of one marketplace, held against what stands at its place. */
export type FoundPackage = {
  readonly marketplace: Marketplace;
  /** Empty: it can't be made. */
  readonly files: readonly PlacedFile[];
  /** What is to be known of it, and what of the release could not be taken. */
  readonly notes: readonly string[];
  /** Absent: it can't be made; `choice` says why. */
  readonly submission?: Submission;
  /** What would be done as long as nobody has answered anything. */
  readonly choice: SubmissionChoice;
};

/** What first packages are looked for with. */
export type PackageSearch = {
  /** Asks GitHub afresh. */
  readonly lookup: Lookup;
  readonly survey: Survey;
  readonly facts: ProgramFacts;
  /** Absent: the usual way. */
  readonly variant?: string;
};

const faultsFor =
  ({packageFiles}: Marketplace): FaultsOf =>
  (path, whole) => {
    const text = whole.replace(/^\ufeff/, '');
    return (packageFiles?.matches(path) === true ? packageFiles.read(path, text)?.faults : undefined) ?? placeholderFaults(text);
  };

/** The same without what a job fills in later: that must stay in the repository to be filled in. */
const openFaultsFor = (marketplace: Marketplace, {repository}: Survey): FaultsOf => {
  const jobs = repository.understanding.value?.jobs.filter((job) => job.marketplace === marketplace.id) ?? [];
  const faultsOf = faultsFor(marketplace);
  return (path, text) => openFaults(faultsOf(path, text), jobs);
};

type Chosen = {readonly files: readonly FirstFile[]; readonly notes: readonly string[]};

/**
 * A package that the project keeps elsewhere is its own: where a job publishes it, only what is faulty in it is filled in, and nothing is put beside it;
 * where none does, ours stand at their own place.
 */
const besideOwn = ({files, notes}: Chosen, {id, packageFiles}: Marketplace, {survey, facts}: PackageSearch): Chosen => {
  const moved = packageFiles && movedBeside(files, facts.paths, (path) => packageFiles.matches(path));
  if (moved === undefined) return {files, notes};
  const there = moved.filter(({path}) => facts.paths.includes(path));
  const names = there.map(({path}) => path).join(', ');
  const hasJob = survey.repository.understanding.value?.jobs.some((job) => job.marketplace === id && job.isEnabled) === true;
  return hasJob
    ? {files: there, notes: [`The project has its own package in ${names}, which a job publishes: only what is faulty there is filled in.`]}
    : {files, notes: [...notes, `There is ${names} too, which no job publishes; it stays as it is.`]};
};

const blocked = (
  marketplace: Marketplace,
  {because, next}: Pick<Extract<FirstFiles, {kind: 'blocked'}>, 'because' | 'next'>,
  notes: readonly string[],
): FoundPackage => ({
  marketplace,
  files: [],
  notes: notes.filter((note) => note !== because),
  choice: {kind: 'blocked', because, next},
});

/** Makes the files of one marketplace, looks what stands at their place, and plans what is to be done. */
export const findPackage = async (marketplace: Marketplace, search: PackageSearch): Promise<FoundPackage> => {
  const {lookup, survey, facts, variant} = search;
  const {firstPackage, id, title} = marketplace;
  if (firstPackage === undefined)
    return blocked(
      marketplace,
      {because: `Portcall makes no first package for ${title}.`, next: 'Its tasks say what is to be done there.'},
      [],
    );
  const made = firstPackage.filesOf(facts, variant);
  const faults = facts.project.release === undefined ? [] : facts.faults.map(({what}) => what);
  if (made.kind === 'blocked') return blocked(marketplace, made, faults);
  const taken = takenName(marketplace, made.place, survey);
  if (taken !== undefined) return blocked(marketplace, taken, faults);
  const {files, notes} = made.place.kind === 'project' ? besideOwn(made, marketplace, search) : made;
  const {login} = survey;
  const look = {lookup, facts, files, ...(login === undefined ? {} : {login})};
  const {place, standing} = await lookAtPlace(look, made.place);
  const placed = placedFiles(files, standing, openFaultsFor(marketplace, survey));
  // What is handed in from here no job fills in any more.
  const step = firstPackage.submission?.(facts, placedFiles(files, standing, faultsFor(marketplace)));
  const state = survey.rows[id].publication.value?.version;
  const submission: Submission = {
    marketplace: {id, title},
    project: facts.project,
    place,
    files: placed,
    notes,
    questions: firstPackage.questions ?? [],
    ...(step === undefined ? {} : {step}),
    ...(state === undefined ? {} : {state}),
  };
  return {marketplace, files: placed, notes: [...faults, ...notes], submission, choice: planSubmission(submission)};
};
