import {expect, it} from 'vitest';
import {withSetSecrets} from '../../src/workflow/set-secrets.ts';
import {smallJob} from '../support/small-job.ts';

const token = {names: ['NPM_TOKEN', 'NODE_AUTH_TOKEN'], companions: [['NPM_USER', 'NPM_USERNAME']]} as const;
const job = smallJob({
  secrets: ['NPM_TOKEN', 'NPM_USER'],
  env: {ASKS: '${{ secrets.NPM_USER }}'},
  prepare: [
    {
      kind: 'use',
      name: 'Sign in',
      uses: {action: 'a/b', version: 'v1'},
      with: {user: '${{ secrets.NPM_USER }}', token: '${{secrets.NPM_TOKEN}}'},
    },
  ],
});

it('reads a secret under the name under which it is set', () => {
  const found = withSetSecrets(job, token, ['NODE_AUTH_TOKEN', 'NPM_USERNAME']);
  expect(found.secrets).toEqual(['NODE_AUTH_TOKEN', 'NPM_USERNAME']);
  expect(found.env).toEqual({ASKS: '${{ secrets.NPM_USERNAME }}'});
  expect(found.prepare).toMatchObject([{with: {user: '${{ secrets.NPM_USERNAME }}', token: '${{secrets.NODE_AUTH_TOKEN}}'}}]);
  expect(found.publish[0].env).toEqual({NODE_AUTH_TOKEN: '${{ secrets.NODE_AUTH_TOKEN }}'});
});

it('keeps the usual name where that is set, or none is', () => {
  expect(withSetSecrets(job, token, ['NPM_TOKEN', 'NPM_USER', 'NODE_AUTH_TOKEN'])).toBe(job);
  expect(withSetSecrets(job, token, [])).toBe(job);
  expect(withSetSecrets(job, undefined, ['NODE_AUTH_TOKEN'])).toBe(job);
});
