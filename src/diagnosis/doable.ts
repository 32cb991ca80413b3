import type {Doable, Situation} from '../model/diagnosis.ts';

const inSecret = ({job}: Situation): Doable => {
  const name = job?.secrets[0];
  return name === undefined ? {kind: 'set-secret'} : {kind: 'set-secret', name};
};
const inWorkflow = ({job}: Situation): Doable =>
  job === undefined ? {kind: 'patch-workflow'} : {kind: 'patch-workflow', path: job.workflow.path};
const byTest = (): Doable => ({kind: 'test-token'});
const byWaiting = (): Doable => ({kind: 'wait'});

/** The causes by what can be done about them from here; those that only a person can mend elsewhere are left out. */
const ways: readonly (readonly [(situation: Situation) => Doable, readonly string[]])[] = [
  [
    inSecret,
    [
      'secret-missing',
      'secret-misnamed',
      'token-refused',
      'token-lacks-right',
      'token-of-another-project',
      'token-ended',
      'fine-grained-token',
      'not-signed-in',
      'key-malformed',
      'ssh-key-malformed',
      'credential-missing',
      'credential-ended',
      'credential-unreadable',
      'credential-lacks-right',
      'run-token-used',
      'tap-push-denied',
      'bucket-push-denied',
    ],
  ],
  [
    inWorkflow,
    [
      'asset-fetched-too-early',
      'asset-misnamed',
      'error-page-hashed',
      'publish-step-skipped',
      'committed-nowhere',
      'failure-swallowed',
      'permission-missing',
      'cross-repository-token',
      'identity-permission-missing',
      'id-token-missing',
      'packages-permission-missing',
      'push-source-missing',
      'login-removed',
      'host-key-unknown',
      'scope-is-private',
      'distribution-tag-missing',
    ],
  ],
  [byTest, ['may-not-publish', 'push-forbidden', 'image-not-ours', 'ssh-key-refused', 'not-a-member', 'snap-not-registered']],
  [
    byWaiting,
    ['marketplace-unreachable', 'publishes-too-often', 'pull-limit-reached', 'first-version-in-moderation', 'earlier-revision-in-review'],
  ],
  [() => ({kind: 'sync-fork'}), ['fork-behind']],
];

/** What can be done about a cause from here; undefined: nothing. */
export const doableOf = (cause: string, situation: Situation): Doable | undefined =>
  ways.find(([, causes]) => causes.includes(cause))?.[0](situation);
