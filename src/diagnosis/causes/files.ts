import type {Cause, Situation} from '../../model/diagnosis.ts';
import type {FileFault, PackageFile} from '../../model/package-file.ts';
import {hasFailed, isPublished, logLine, says, sentences} from '../situation.ts';

const looksUnfilled = /placeholder|filled? in|replace[_ -]?(?:me|this)|still (?:says|holds|reads)/i;
const unfilledInLog =
  /\b(?:PLACEHOLDER|REPLACE_?(?:ME|WITH)\w*|YOUR_\w+|CHANGE_?ME)\b|[<{]{1,2}\s?(?:SHA256|CHECKSUM|VERSION)\w*\s?[>}]{1,2}|__(?:SHA256|CHECKSUM|VERSION)\w*__/;

type Faulty = {readonly file: PackageFile; readonly fault: FileFault};

const faultsOf = ({files}: Situation): readonly Faulty[] => files?.flatMap((file) => file.faults.map((fault) => ({file, fault}))) ?? [];

const placeOf = ({file, fault}: Faulty): string => (fault.line === undefined ? file.path : `${file.path}, line ${fault.line}`);

/** A package file still holds what a template put there. */
export const placeholderLeft: Cause = {
  id: 'placeholder-left',
  title: 'A placeholder in a package file was never filled in.',
  judge: (situation) => {
    if (isPublished(situation)) return undefined;
    const left = faultsOf(situation).filter(({fault}) => looksUnfilled.test(fault.what));
    const line = hasFailed(situation.run) ? logLine(situation, unfilledInLog) : undefined;
    const [first] = left;
    if (!first && line === undefined) return undefined;
    return {
      confidence: first && line ? 'confirmed' : 'likely',
      evidence: sentences(...left.slice(0, 4).map((one) => `${placeOf(one)}: ${one.fault.what}`), line && says(line)),
      fix: first
        ? `Fill it in at ${placeOf(first)}, or let a step before the publishing one do so.`
        : 'Look for the step that should fill the placeholder in, and let it run before the publishing one.',
    };
  },
};

/** A package file cannot be published as it stands, for another reason. */
export const fileFaulty: Cause = {
  id: 'file-faulty',
  title: 'A package file cannot be published as it stands.',
  judge: (situation) => {
    if (isPublished(situation)) return undefined;
    const faults = faultsOf(situation).filter(({fault}) => !looksUnfilled.test(fault.what));
    const [first] = faults;
    if (!first) return undefined;
    return {
      confidence: 'possible',
      evidence: faults.slice(0, 4).map((one) => `${placeOf(one)}: ${one.fault.what}`),
      fix: `Correct ${placeOf(first)}.`,
    };
  },
};
