import type {Cause, Judgement} from '../../model/diagnosis.ts';
import {hasFailed, logLine, says} from '../situation.ts';

/** What GitHub's own answers say, whichever marketplace the job publishes to. */
const answer = (id: string, title: string, pattern: RegExp, fix: string, more: Partial<Judgement> = {}): Cause => ({
  id,
  title,
  judge: (situation) => {
    const line = hasFailed(situation.run) ? logLine(situation, pattern) : undefined;
    return line === undefined ? undefined : {confidence: 'confirmed', evidence: [says(line)], fix, ...more};
  },
});

export const gitHubAnswers: readonly Cause[] = [
  answer(
    'token-lacks-right',
    'The personal token lacks a permission on that repository.',
    /Resource not accessible by personal access token/i,
    'Give the token the permission there, or make a classic one with public_repo where the repository is somebody else’s.',
  ),
  answer(
    'single-sign-on-missing',
    'The organization wants the token authorized for single sign-on.',
    /SAML enforcement|protected by organization SAML/i,
    'Open the token’s page at GitHub, and authorize it for the organization.',
  ),
  answer(
    'workflow-scope-missing',
    'The push changes workflow files, which this token may not touch.',
    /refusing to allow an? (?:Personal Access Token|OAuth App) to create or update workflow/i,
    'Give the token the scope workflow, or sync the fork on its page so that the push brings no workflow files.',
    {doable: {kind: 'sync-fork'}},
  ),
  answer(
    'dispatch-refused',
    'GitHub refuses to start the other workflow as the step asks.',
    /Workflow does not have 'workflow_dispatch' trigger|No ref found for: |Unexpected inputs provided|Required input '.+' not provided/i,
    'Give the workflow on that branch the trigger and the inputs that the step sends.',
    {doable: {kind: 'patch-workflow'}},
  ),
  answer(
    'pull-request-open',
    'A pull request of that branch is open already.',
    /A pull request already exists for/i,
    'Push to its branch in place of opening another.',
  ),
  answer(
    'nothing-to-submit',
    'The branch has nothing that the other side lacks, so there is nothing to submit.',
    /No commits between \S+ and /i,
    'Do nothing if the version is there; else look why the step changed no file.',
  ),
  answer(
    'runner-disk-full',
    'The runner’s disk is full.',
    /No space left on device/i,
    'Delete what the job does not need before the step, or build less in one job.',
  ),
];
