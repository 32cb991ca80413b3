import type {FirstPackage, TemplateQuestion} from '../../src/model/first-package.ts';
import {coreFiles} from './homebrew-core.ts';
import {tapJob} from './homebrew-job.ts';
import {tapFiles} from './homebrew-tap.ts';

/* What homebrew-core's template asks; it ends with a box for what an AI did. */
const questions: readonly TemplateQuestion[] = [
  {
    text: 'Have you followed the guidelines for contributing?',
    how: 'They stand at https://github.com/Homebrew/homebrew-core/blob/HEAD/CONTRIBUTING.md.',
  },
  {
    text: 'Have you ensured that your commits follow the commit style guide?',
    how: 'One formula in one commit, whose subject is the formula’s name, its version and “(new formula)”.',
  },
  {
    text: 'Have you checked that there aren’t other open pull requests for the same formula update/change?',
    how: 'Search for the formula’s name at https://github.com/Homebrew/homebrew-core/pulls.',
  },
  {
    text: 'Have you built your formula locally with `HOMEBREW_NO_INSTALL_FROM_API=1 brew install --build-from-source <formula>`?',
    how: 'Run `brew tap --force homebrew/core` first and put the formula there.',
  },
  {text: 'Is your test running fine `brew test <formula>`?'},
  {
    text: 'Does your build pass `brew audit --strict <formula>`? If this is a new formula, does it pass `brew audit --new <formula>`?',
    how: 'Run both after the build.',
  },
  {
    text: 'AI was used to generate or assist with generating this PR. Please specify below how you used AI to help you, and what steps you have taken to manually verify the changes.',
    how: 'A fixed template of Portcall wrote the formula, which is no AI; say so, and say where one helped you.',
  },
];

/** A tap's formula for the released programs, or homebrew-core's that builds from source. */
export const homebrewFirstPackage: FirstPackage = {
  variants: [
    {id: 'tap', title: 'A formula in your own tap, for the released programs'},
    {id: 'core', title: 'A formula in homebrew-core, built from source and reviewed there'},
  ],
  filesOf: (facts, variant) => (variant === 'core' ? coreFiles(facts) : tapFiles(facts)),
  questions,
  job: tapJob,
};
