import {afterEach, describe, expect, it} from 'vitest';
import {ail, documentOf, rowIn} from '../support/bad-input.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';

let stage: Stage;
afterEach(() => stage.end());

const tagged = ['status', '--tag', 'v1.0.35'];
const toGitHub = () => stage.served.log.all().filter(({host}) => host === 'api.github.com');
/** What was under way when the first refusal came. */
const underWay = 16;

const useUp = (used: number, resource = 'core') => {
  const resetsAt = Math.ceil(Date.now() / 1000) * 1000 + 1_800_000;
  stage.world.github.usage.set(`Michael-A-Kuykendall ${resource}`, {used, resetsAt});
  return new Date(resetsAt).toISOString();
};

describe("GitHub's primary limit", () => {
  it('is shown with the time at which it ends, and the other marketplaces go on', async () => {
    stage = await openStage();
    const ends = useUp(5000);
    const {out, code} = await stage.portcall(tagged);
    expect(out).toContain(`GitHub allows 0 more requests until ${ends}.`);
    expect(out).toContain(
      `GitHub Releases: unknown\n  api.github.com takes no more requests for now, because its rate limit is used up. Check again after ${ends}.`,
    );
    expect(out).toMatch(/◐ npm .*1\.0\.34/);
    expect(code).toBe(1);
    // Searches have a limit of their own.
    expect(toGitHub().filter(({path}) => !path.startsWith('/search/')).length).toBeLessThanOrEqual(underWay);
  });

  it('asks GitHub nothing more once it is used up midway', async () => {
    stage = await openStage();
    useUp(4990);
    const document = documentOf(await stage.portcall([...tagged, '--json']));
    expect(toGitHub().length).toBeLessThanOrEqual(10 + underWay);
    for (const {id, verdict, cells} of document.marketplaces) {
      expect(verdict, id).not.toBe('not-set-up');
      expect(
        Object.values(cells).map(({problem}) => problem?.kind),
        id,
      ).not.toContain('bug');
    }
    expect(rowIn(document, 'github-releases').cells.published.problem).toMatchObject({kind: 'rate-limited', until: expect.any(String)});
  });

  it('of searches leaves the rest of GitHub open', async () => {
    stage = await openStage();
    useUp(30, 'search');
    const document = documentOf(await stage.portcall([...tagged, '--json']));
    expect(rowIn(document, 'github-releases').verdict).toBe('working');
    expect(rowIn(document, 'chocolatey').verdict).toBe('broken');
    expect(rowIn(document, 'winget')).toMatchObject({verdict: 'unknown', cells: {published: {problem: {kind: 'rate-limited'}}}});
  });
});

describe("GitHub's secondary limit", () => {
  it('is obeyed: nothing more is asked, and it is said until when', async () => {
    stage = await openStage();
    ail(stage, 'api.github.com', {kind: 'secondary-limit', retryAfter: 90});
    const before = Date.now();
    const document = documentOf(await stage.portcall([...tagged, '--json']));
    const {problem} = rowIn(document, 'github-releases').cells.published;
    const until = Date.parse(problem?.until ?? '');
    expect(until).toBeGreaterThanOrEqual(before + 90_000);
    expect(until).toBeLessThanOrEqual(Date.now() + 90_000);
    expect(problem?.next).toBe(`Check again after ${problem?.until}.`);
    expect(toGitHub().length).toBeLessThanOrEqual(underWay);
    expect(rowIn(document, 'pypi').version).toBe('1.0.34');
    expect(rowIn(document, 'aur').cells.workflow).toMatchObject({state: 'unknown', note: 'rate limit'});
  });

  it('says so where not even the tag is known', async () => {
    stage = await openStage();
    ail(stage, 'api.github.com', {kind: 'secondary-limit', retryAfter: 90});
    const ended = await stage.portcall(['status']);
    expect(ended).toMatchObject({code: 3, out: ''});
    expect(ended.told).toMatch(/^api\.github\.com takes no more requests for now.*\nCheck again after 20\d\d-.*Z\.\n$/);
    expect(toGitHub().length).toBeLessThanOrEqual(3);
  });
});

it('a limit of the host of logs is not one of GitHub', async () => {
  stage = await openStage();
  ail(stage, 'productionresultssa7.blob.core.windows.net', {kind: 'status', status: 429, retryAfter: 60});
  const document = documentOf(await stage.portcall([...tagged, '--json']));
  expect(document.marketplaces.filter(({verdict}) => verdict === 'unknown')).toEqual([]);
  expect(rowIn(document, 'chocolatey').cells.run).toMatchObject({state: 'problem', note: 'step 5', problem: {kind: 'rate-limited'}});
});
