import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {openTasksText} from '../../src/flow/wizard.ts';
import {writeChoice} from '../../src/tools/choices.ts';
import {openDesk} from '../support/open-desk.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';

const repository = {owner: 'Michael-A-Kuykendall', name: 'contextlite'};

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.end());

describe('a marketplace that was left out in the wizard', () => {
  it('says so in the plain grid, and keeps its verdict in the document', async () => {
    await writeChoice(path.join(stage.home, 'state'), repository, {marketplace: 'nix'}, {kind: 'not-for-project', now: Date.now});
    const only = ['status', '--only', 'npm,nix'];
    const {out} = await stage.portcall(only);
    expect(out).toMatch(/^Michael-A-Kuykendall\/contextlite v1\.0\.35: .*1 left out$/m);
    expect(out).toMatch(/^– Nix +left out$/m);
    const {marketplaces} = JSON.parse((await stage.portcall([...only, '--json'])).out);
    expect(marketplaces[1]).toMatchObject({id: 'nix', verdict: 'not-set-up'});
    expect(new Set(marketplaces[1].tasks.map(({state}: {state: string}) => state))).not.toContain('to-do');
  });
});

describe('the number of tasks', () => {
  it('is a bound until those that can be looked at one by one were', async () => {
    const {desk, survey, watch} = await openDesk(stage, ['homebrew']);
    const {rowsOf} = await watch.begun();
    const text = () => openTasksText(rowsOf(survey.get(), Date.now()).filter(({id}) => id === 'homebrew'));
    expect(text()).toMatch(/^up to \d+ tasks?$/);
    await desk.prove('homebrew');
    expect(text()).toMatch(/^\d+ tasks?$/);
  });
});
