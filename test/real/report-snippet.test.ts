import {execFileSync} from 'node:child_process';
import {chmod, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {reportSnippet} from '../../src/commands/report-snippet.ts';

const isThere = ['bash', 'jq'].every((program) => {
  try {
    execFileSync(program, ['--version'], {stdio: 'ignore'});
    return true;
  } catch {
    return false;
  }
});

type Step = {readonly name?: string; readonly run?: string};
const steps: readonly Step[] = parse(reportSnippet('1.0.0')).jobs.look.steps;
const scriptOf = (name: string): string => steps.find((step) => step.name === name)?.run ?? '';

/** `gh` with one open issue, if `issue.md` is there: lists and shows through the real jq as gh does, and notes what it is told to write. */
const gh = `#!/bin/bash
filter=$(for ((i = 1; i <= $#; i++)); do if [ "\${!i}" = --jq ]; then j=$((i + 1)); echo "\${!j}"; fi; done)
case "$1 $2" in
  'issue list') { [ -f issue.md ] && jq -n '[{number: 7, title: env.TITLE}, {number: 8, title: "Another"}]' || echo '[]'; } | jq -r "$filter" ;;
  'issue view') jq -n --rawfile body issue.md '{body: $body}' | jq -r "$filter" ;;
  'issue edit') cp body.md issue.md; echo "edit $3" >> told ;;
  'issue create') cp body.md issue.md; echo "create $4" >> told ;;
  'issue comment') echo "comment $5" >> told ;;
  *) exit 1 ;;
esac
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'portcall-snippet-'));
});
afterEach(() => rm(folder, {recursive: true, force: true}));

const put = (name: string, text: string) => writeFile(path.join(folder, name), text);

/** Runs a step as GitHub's runner runs it, with these programs before all others. */
const run = async (name: string, programs: Readonly<Record<string, string>>): Promise<number | undefined> => {
  const places = path.join(folder, 'bin');
  await execa('mkdir', ['-p', places]);
  for (const [program, text] of Object.entries(programs)) {
    await writeFile(path.join(places, program), text);
    await chmod(path.join(places, program), 0o755);
  }
  await put('step.sh', scriptOf(name));
  const env = {
    PATH: `${places}:${process.env['PATH']}`,
    GH_REPO: 'harbor-tools/harbor',
    TITLE: 'Where the newest release can be installed',
  };
  const {exitCode} = await execa('bash', ['-e', 'step.sh'], {cwd: folder, env, extendEnv: false, reject: false});
  return exitCode;
};

const tell = async (verdicts: Readonly<Record<string, string>>): Promise<readonly string[]> => {
  await put('verdicts.json', JSON.stringify(verdicts));
  await put('report.md', '# What works\n');
  await rm(path.join(folder, 'told'), {force: true});
  await rm(path.join(folder, 'before.json'), {force: true});
  expect(await run('Tell', {gh})).toBe(0);
  return (await readFile(path.join(folder, 'told'), 'utf8').catch(() => '')).split('\n').filter(Boolean);
};

describe.skipIf(!isThere)('the snippet that looks once a day (bash, jq)', () => {
  it('opens one issue when a verdict is bad, keeps it up to date, and says when it gets worse', async () => {
    expect(await tell({npm: 'partial', nix: 'waiting'})).toEqual(['create Where the newest release can be installed']);
    expect(await tell({npm: 'partial', nix: 'waiting'})).toEqual(['edit 7']);
    expect(await tell({npm: 'broken', nix: 'waiting'})).toEqual(['edit 7', 'comment Worse than before: npm']);
    expect(await tell({npm: 'broken', nix: 'working'})).toEqual(['edit 7']);
    expect(await tell({npm: 'unknown', nix: 'partial'})).toEqual(['edit 7', 'comment Worse than before: nix']);
    // What could not be told changes nothing of what was known.
    expect(await tell({npm: 'broken', nix: 'partial'})).toEqual(['edit 7']);
  });

  it('says nothing where everything that is set up works', async () => {
    expect(await tell({npm: 'working', pypi: 'waiting', nix: 'not-set-up', aur: 'unknown'})).toEqual([]);
  });

  it('reads what it wrote before where GitHub gives the body with carriage returns', async () => {
    await put('issue.md', 'A report\r\n\r\n<!-- portcall {"npm":"broken"} -->\r\n');
    expect(await tell({npm: 'broken'})).toEqual(['edit 7']);
  });

  it.each([
    [0, 0],
    [1, 0],
    [3, 0],
    [8, 0],
    [2, 2],
    [4, 4],
  ])('takes exit code %d for %d', async (code, ends) => {
    const portcall = `#!/bin/bash
[ "$1" = status ] || { echo report > report.md; exit ${code}; }
echo '{"marketplaces": [{"id": "npm", "verdict": "working"}]}'
exit ${code}
`;
    expect(await run('Look', {npm: '#!/bin/bash\n', portcall})).toBe(ends);
    if (ends === 0) expect(JSON.parse(await readFile(path.join(folder, 'verdicts.json'), 'utf8'))).toEqual({npm: 'working'});
  });
});
