import type {EmbeddedProgram} from './first-package.ts';
import type {ChangedFile, NewFile} from './plan.ts';

/** One thing done at a marketplace to hand a package in. */
export type SubmissionStep =
  /** Builds a `.nupkg` here and pushes it to Chocolatey's community repository. */
  | {
      readonly kind: 'push-nupkg';
      readonly package: string;
      readonly version: string;
      /** What lies in it, the `.nuspec` among them; the parts that every `.nupkg` has are added. */
      readonly files: readonly [NewFile, ...NewFile[]];
      /** Empty: the package downloads. */
      readonly embeds: readonly EmbeddedProgram[];
    }
  /** A commit to a package's repository at the AUR, pushed over SSH. */
  | {
      readonly kind: 'push-aur';
      readonly package: string;
      /** The commit that its branch stood at when the plan was made; absent: the AUR has no such package, and the push makes it. */
      readonly base?: string;
      readonly message: string;
      readonly files: readonly [ChangedFile, ...ChangedFile[]];
    };

const kinds: Readonly<Record<SubmissionStep['kind'], true>> = {'push-nupkg': true, 'push-aur': true};

export const isSubmissionStep = (step: {readonly kind: string}): step is SubmissionStep => Object.hasOwn(kinds, step.kind);

/** What a step does, in words and as an order. */
export const submissionStepText = (step: SubmissionStep): string => {
  switch (step.kind) {
    case 'push-nupkg':
      return `Build ${step.package}.${step.version}.nupkg and push it to the Chocolatey community repository`;
    case 'push-aur':
      return step.base === undefined
        ? `Push the first commit of ${step.package} to the AUR: ${step.message}`
        : `Push a commit to ${step.package} at the AUR: ${step.message}`;
  }
};

/** What is to be known of a step besides: it stands behind the step's own words. */
export const submissionStepDetail = (step: SubmissionStep): string =>
  step.kind === 'push-nupkg' ? '; moderators look at it then' : '; people build from it at once';

/** What could be undone of it. */
export const undoOfSubmissionStep = (step: SubmissionStep): string => {
  switch (step.kind) {
    case 'push-nupkg':
      return 'Until it is approved the same version can be pushed again; an approved version stays, and can only be unlisted.';
    case 'push-aur':
      return step.base === undefined
        ? 'A package at the AUR goes away only by a deletion request, which is granted by itself within 24 hours of the first push.'
        : 'What is pushed to the AUR stays in its history; it is taken back by another commit.';
  }
};
