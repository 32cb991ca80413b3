import {afterEach, beforeEach, expect, it} from 'vitest';
import {openStage, type Stage} from '../support/run-portcall.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

it.each([
  ['aur', 0, /Done: Push the first commit of contextlite-bin to the AUR[\s\S]*AUR by now: working/],
  ['chocolatey', 8, /Done: Build contextlite\.1\.0\.35\.nupkg and push it to the Chocolatey[\s\S]*Chocolatey by now: waiting/],
  ['winget', 8, /Open the pull request yourself/],
])(
  'hands the first package in for %s, with the token that the demo has',
  async (id, left, said) => {
    const {code, out, told} = await stage.portcall(['demo', 'first-package', id, '--yes']);
    expect([code, out, told]).toEqual([left, expect.stringMatching(said), '']);
    expect(out).not.toContain('PRIVATE KEY');
  },
  60_000,
);

it('asks for none of the person’s own', async () => {
  const {code, out} = await stage.portcall(['demo', 'first-package', 'aur', '--yes'], {AUR_SSH_KEY: 'of-the-person'});
  expect([code, out]).toEqual([0, expect.stringContaining('AUR by now: working')]);
}, 60_000);
