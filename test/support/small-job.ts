import type {PublishJob} from '../../src/model/publish-job.ts';

/** A job that publishes nothing, of the smallest form that has every part. */
export const smallJob = (over: Partial<PublishJob> = {}): PublishJob => ({
  runner: 'ubuntu-latest',
  permissions: {},
  secrets: ['NPM_TOKEN'],
  prepare: [{kind: 'use', name: 'Set up Node.js', uses: {action: 'actions/setup-node', version: 'v5'}, with: {'node-version': '24'}}],
  look: ['echo "published=false" >> "$GITHUB_OUTPUT"'],
  publish: [
    {
      kind: 'run',
      name: 'Publish',
      env: {NODE_AUTH_TOKEN: '${{ secrets.NPM_TOKEN }}'},
      lines: ['echo "publishing $VERSION of $TAG"', 'npm publish'],
    },
  ],
  verify: ['echo "served: $VERSION"'],
  ...over,
});
