import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {searchLog, type WantedLog} from '../../src/diagnosis/search-log.ts';
import {createSkimmer} from '../../src/diagnosis/skim.ts';
import {inPieces, stamped} from './logs.ts';

const job: WantedLog = {jobId: 7, url: 'https://github.com/o/r/actions/runs/1/job/7'};
const push: WantedLog = {...job, step: {number: 8, name: 'Push'}};

const usual = [
  '##[group]Operating System',
  'Ubuntu',
  '##[endgroup]',
  '##[group]Run actions/checkout@v4',
  'with:',
  '  repository: o/r',
  '##[endgroup]',
  'Syncing repository: o/r',
  '##[group]Run choco push x.nupkg',
  'choco push x.nupkg || echo "no token found"',
  'shell: pwsh',
  '##[endgroup]',
  'Attempting to push x.nupkg',
  'Response status code does not indicate success: 403 (Forbidden).',
  '##[error]Process completed with exit code 1.',
  'Post job cleanup.',
  'Cleaning up orphan processes',
];

const searched = async (text: string | Uint8Array, wanted = push, size?: number) => (await searchLog(inPieces(text, size), wanted)).lines;

describe('what is found in a log', () => {
  it('gives the error with the lines before it, without times, step headers and other steps', async () => {
    const log = await searchLog(inPieces(stamped(usual)), push);
    expect(log).toEqual({
      jobId: 7,
      url: job.url,
      step: {number: 8, name: 'Push'},
      lines: [
        'Attempting to push x.nupkg',
        'Response status code does not indicate success: 403 (Forbidden).',
        'Error: Process completed with exit code 1.',
      ],
    });
  });

  it('is the same however the bytes are cut, with CRLF and without a last line break', async () => {
    const lines = usual.map((line) => line.replace('Attempting to push', 'Попытка 🚀 отправить'));
    const text = stamped(lines);
    const whole = await searched(text);
    expect(whole[0]).toBe('Попытка 🚀 отправить x.nupkg');
    for (const size of [1, 2, 3, 7, 64]) expect(await searched(text, push, size)).toEqual(whole);
    expect(await searched(text.replaceAll('\n', '\r\n'))).toEqual(whole);
    expect(await searched(text.trimEnd())).toEqual(whole);
  });

  it('takes the step by its times where an earlier step failed and went on', async () => {
    const lines = [
      '##[group]Run first',
      '##[endgroup]',
      'first says',
      '##[error]First failed and went on.',
      '##[group]Run second',
      '##[endgroup]',
      'second says',
      '##[error]Second failed.',
      '##[group]Run always',
      '##[endgroup]',
      'always says',
      '##[error]Clean-up failed too.',
    ];
    const wanted = {...job, step: {number: 3, name: 'Second', startedAt: '2025-08-29T00:20:04Z', completedAt: '2025-08-29T00:20:07Z'}};
    expect(await searched(stamped(lines), wanted)).toEqual(['second says', 'Error: Second failed.']);
  });

  it('takes the step that carries its name', async () => {
    const lines = [
      '##[group]Run npm publish',
      '##[endgroup]',
      'npm error code E401',
      '##[error]Exit 1.',
      '##[group]Run later',
      '##[endgroup]',
      '##[error]Later.',
    ];
    const wanted = {...job, step: {number: 5, name: 'Run npm publish'}};
    expect(await searched(stamped(lines), wanted)).toEqual(['npm error code E401', 'Error: Exit 1.']);
  });

  it('prefers a step to what fails while cleaning up', async () => {
    const text = stamped([...usual, 'Post job cleanup.', '##[error]The cache could not be saved.']);
    expect((await searched(text)).at(-1)).toBe('Error: Process completed with exit code 1.');
    const cleanup = stamped([
      '##[group]Run true',
      '##[endgroup]',
      'fine',
      'Post job cleanup.',
      'saving',
      '##[error]The cache could not be saved.',
    ]);
    expect(await searched(cleanup, job)).toEqual(['saving', 'Error: The cache could not be saved.']);
  });

  it('gives the last lines of the last step where nothing is marked as an error', async () => {
    const text = stamped([...usual.filter((line) => !line.startsWith('##[error]'))]);
    expect(await searched(text)).toEqual([
      'Attempting to push x.nupkg',
      'Response status code does not indicate success: 403 (Forbidden).',
    ]);
    expect(await searched('one\ntwo', job)).toEqual(['one', 'two']);
    expect(await searched('', job)).toEqual([]);
    expect(await searched('##[group]Run cut off\nscript', job)).toEqual(['Run cut off', 'script']);
  });

  it('keeps to forty lines, the first errors and the last', async () => {
    const lines = [
      '##[group]Run tsc',
      '##[endgroup]',
      ...Array.from({length: 500}, (_, n) => [`line ${n}`, `##[error]Wrong ${n}.`]).flat(),
    ];
    const found = await searched(stamped(lines));
    expect(found.length).toBeLessThanOrEqual(40);
    expect(found).toContain('Error: Wrong 0.');
    expect(found).toContain('…');
    expect(found.at(-1)).toBe('Error: Wrong 499.');
    const long = await searched(stamped([...Array.from({length: 500}, (_, n) => `line ${n}`), '##[error]The end.']));
    expect(long.length).toBeLessThanOrEqual(40);
    expect(long.slice(-2)).toEqual(['line 499', 'Error: The end.']);
  });

  it('shows the end of a progress bar and drops colours', async () => {
    const text = stamped(['\u001b[36;1m10 %\r50 %\r100 % done\u001b[0m', '##[error]\u001b[31mRed\u001b[0m \u001b]0;title\u0007 \u0000']);
    expect(await searched(text, job)).toEqual(['100 % done', 'Error: Red \\e]0;title\\x07 \\x00']);
  });
});

describe('what a log must not give away', () => {
  const letters = (count: number): string => 'aB3'.repeat(count).slice(0, count);
  const secrets = {
    'GitHub, classic': `ghp_${letters(36)}`,
    'GitHub, fine-grained': `github_pat_${letters(82)}`,
    npm: `npm_${letters(36)}`,
    PyPI: `pypi-${letters(160)}`,
    'Docker Hub': `dckr_pat_${letters(27)}`,
    'crates.io': `cio${letters(32)}`,
    'a bearer': letters(40),
    JWT: `eyJ${letters(30)}.eyJ${letters(30)}.${letters(40)}`,
  };
  for (const [name, secret] of Object.entries(secrets)) {
    it(name, async () => {
      const before = name === 'a bearer' ? 'Authorization: Bearer ' : 'using ';
      const [line] = await searched(stamped([`##[error]${before}\u001b[1m${secret}\u001b[0m here`]), job);
      expect(line).toBe(`Error: ${before}*** here`);
    });
  }

  it('a password in an address, a line of a private key, a token cut in half by the limit of a line', async () => {
    const lines = await searched(
      stamped([`push to https://me:hunter2hunter2@host/x`, letters(70), `${' '.repeat(3900)}x ghp_${letters(400)}`, '##[error]End.']),
      job,
    );
    expect(lines.join('\n')).not.toMatch(/hunter2|aB3aB3/);
  });

  it('and what it leaves alone: digests, masks and ordinary words', async () => {
    const kept = [`${'0a'.repeat(32)}  x.tar.gz`, 'token: ***', 'Basic authentication failed', 'a bearer of bad news'];
    expect((await searched(stamped([...kept, '##[error]End.']), job)).slice(0, -1)).toEqual(kept);
  });
});

describe('bad logs', () => {
  it('never throws and never lets a control character through', async () => {
    const piece = fc.oneof(
      fc.uint8Array({maxLength: 200}),
      fc
        .constantFrom(
          '##[error]',
          '##[group]Run x',
          '##[endgroup]',
          '\n',
          '\r\n',
          '\u001b[2J',
          '2025-08-29T00:20:00.0000000Z ',
          '\u202e',
          '🚀',
        )
        .map((text) => new TextEncoder().encode(text)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, {maxLength: 60}), fc.integer({min: 1, max: 50}), async (pieces, size) => {
        const lines = await searched(Buffer.concat(pieces), push, size);
        expect(lines.length).toBeLessThanOrEqual(40);
        for (const line of lines) {
          expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
          expect([...line].length).toBeLessThanOrEqual(500);
        }
      }),
      {numRuns: 200},
    );
  });

  it('takes a line of 50 MB, and 100 MB of lines, in little memory', async () => {
    const filler = new TextEncoder().encode(`${'2025-08-29T00:20:00.0000000Z some output of a build '.padEnd(199, 'x')}\n`.repeat(330));
    const bare = new Uint8Array(65_536).fill(0x78);
    async function* pieces() {
      for (let n = 0; n < 800; n += 1) yield bare;
      for (let n = 0; n < 1600; n += 1) yield filler;
      yield new TextEncoder().encode('\n##[error]The end.\n');
    }
    const before = process.memoryUsage();
    let most = 0;
    async function* watched() {
      let count = 0;
      for await (const one of pieces()) {
        count += 1;
        if (count % 100 === 0) most = Math.max(most, process.memoryUsage().rss);
        yield one;
      }
    }
    const {lines} = await searchLog(watched(), job);
    expect(lines.at(-1)).toBe('Error: The end.');
    expect(most - before.rss).toBeLessThan(64 * 1024 * 1024);
  });
});

describe('what is passed over', () => {
  const marks = ['##[group]Run it', '##[endgroup]', '##[error]Bad.', 'Post job cleanup.', '  ', 'text', 'bar 1%\rbar 99%', 'x'.repeat(300)];
  const linesOf = (text: string, size: number, most: number): readonly string[] => {
    const skimmer = createSkimmer(64, most);
    const bytes = new TextEncoder().encode(text);
    const found: string[] = [];
    for (let at = 0; at < bytes.length; at += size) for (const {text: line} of skimmer.read(bytes.slice(at, at + size))) found.push(line);
    for (const {text: line} of skimmer.end()) found.push(line);
    return found;
  };
  it('is no mark and none of the lines before one, however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...marks), {maxLength: 60}), fc.integer({min: 1, max: 200}), (lines, size) => {
        const all = lines.map((line, index) => (line === 'text' ? `text ${index}` : line));
        const found = linesOf(all.map((line) => `${line}\n`).join(''), size, 3);
        for (const [index, line] of all.entries()) {
          if (!/^##|^Post/.test(line)) continue;
          expect(found.filter((one) => one === line)).toHaveLength(all.filter((one) => one === line).length);
          const near = all.slice(0, index).findLast((one) => one.startsWith('text'));
          const between = near === undefined ? [] : all.slice(all.lastIndexOf(near) + 1, index).filter((one) => one.trim() !== '');
          if (near !== undefined && between.length < 3) expect(found).toContain(near);
        }
      }),
    );
  });
});
