import fc from 'fast-check';
import {describe, expect, it, test} from 'vitest';
import {renameAccess} from '../../src/workflow/rename-access.ts';
import {renameSecret} from '../../src/workflow/rename-secret.ts';
import {onTag} from './world.ts';

const [wrong, right] = ['SNAP_STORE_CREDENTIALS', 'SNAPCRAFT_STORE_CREDENTIALS'];
const rename = (text: string) => renameSecret(text, wrong, right);
const job = (steps: string) => onTag(`  snap:\n    runs-on: ubuntu-latest\n    steps:\n${steps}`);

const whole = `# reads \${{ secrets.SNAP_STORE_CREDENTIALS }}, says this comment
name: 'Snap SNAP_STORE_CREDENTIALS'   # secrets.SNAP_STORE_CREDENTIALS
on:
  push: {tags: ["v*"]}
env: &shared
  SNAP_STORE_CREDENTIALS: "\${{ secrets.SNAP_STORE_CREDENTIALS }}" # kept \${{ secrets.SNAP_STORE_CREDENTIALS }}
  SECOND: '\${{ secrets[''snap_store_credentials''] || secrets.SNAP_STORE_CREDENTIALS_2 }}'

jobs:
  snap:
    runs-on:   ubuntu-latest
    env: *shared
    steps:
      - run: | # \${{ secrets.SNAP_STORE_CREDENTIALS }}
          # \${{ Secrets . SNAP_STORE_CREDENTIALS }} is read here all the same
          echo "SNAP_STORE_CREDENTIALS secrets.SNAP_STORE_CREDENTIALS $SNAP_STORE_CREDENTIALS"
          snapcraft upload x.snap
        env: {A: "\${{ secrets['SNAP_STORE_CREDENTIALS'] && format('it }} is {0}', secrets.SNAP_STORE_CREDENTIALS) }}"}
`;

const renamed = `# reads \${{ secrets.SNAP_STORE_CREDENTIALS }}, says this comment
name: 'Snap SNAP_STORE_CREDENTIALS'   # secrets.SNAP_STORE_CREDENTIALS
on:
  push: {tags: ["v*"]}
env: &shared
  SNAP_STORE_CREDENTIALS: "\${{ secrets.SNAPCRAFT_STORE_CREDENTIALS }}" # kept \${{ secrets.SNAP_STORE_CREDENTIALS }}
  SECOND: '\${{ secrets[''SNAPCRAFT_STORE_CREDENTIALS''] || secrets.SNAP_STORE_CREDENTIALS_2 }}'

jobs:
  snap:
    runs-on:   ubuntu-latest
    env: *shared
    steps:
      - run: | # \${{ secrets.SNAP_STORE_CREDENTIALS }}
          # \${{ Secrets . SNAPCRAFT_STORE_CREDENTIALS }} is read here all the same
          echo "SNAP_STORE_CREDENTIALS secrets.SNAP_STORE_CREDENTIALS $SNAP_STORE_CREDENTIALS"
          snapcraft upload x.snap
        env: {A: "\${{ secrets['SNAPCRAFT_STORE_CREDENTIALS'] && format('it }} is {0}', secrets.SNAPCRAFT_STORE_CREDENTIALS) }}"}
`;

describe('a secret renamed in a workflow', () => {
  it('is renamed where an expression reads it, and nowhere else', () => {
    expect(rename(whole)).toBe(renamed);
  });

  it('keeps the line endings', () => {
    expect(rename(whole.replaceAll('\n', '\r\n'))).toBe(renamed.replaceAll('\n', '\r\n'));
  });

  it('keeps the key under which a called workflow takes it', () => {
    const calls = (name: string) =>
      onTag(`  snap:\n    uses: ./.github/workflows/snap.yml\n    secrets:\n      SNAP_STORE_CREDENTIALS: \${{ secrets.${name} }}\n`);
    expect(rename(calls(wrong))).toBe(calls(right));
  });

  it('is left to a person where the callers name it, or the file does not parse', () => {
    const called = `on:\n  workflow_call:\n    secrets:\n      snap_store_credentials: {required: true}\njobs:\n  snap:\n    runs-on: x\n    steps: [{run: "echo \${{ secrets.SNAP_STORE_CREDENTIALS }}"}]\n`;
    expect(rename(called)).toBeUndefined();
    for (const text of ['', 'on: push\njobs: [', `${whole}---\n${whole}`, '- a\n', '['.repeat(20_000)])
      expect(rename(text)).toBeUndefined();
  });

  it('is left to a person where the name is spelt so that only YAML sees it', () => {
    expect(rename(job('      - run: "echo ${{ secrets.SNAP_STORE_CREDENTIAL\\x53 }}"\n'))).toBeUndefined();
  });
});

const name = fc.constantFrom(wrong, right, 'SNAP_STORE_CREDENTIALS_2', 'MY_SNAP_STORE_CREDENTIALS', 'NPM_TOKEN', 'snap_store_credentials');
const access = fc.oneof(
  name.map((one) => `secrets.${one}`),
  name.map((one) => `secrets [ '${one}' ]`),
  name.map((one) => `env.secrets.${one}`),
  fc.constantFrom("'a }} b'", "'it''s'", 'github.sha', 'my-secrets.SNAP_STORE_CREDENTIALS', "format('{0}', 1)"),
);
const piece = fc.oneof(
  fc.array(access, {minLength: 1, maxLength: 3}).map((parts) => `\${{ ${parts.join(' || ')} }}`),
  fc.constantFrom(
    ' ',
    'secrets.SNAP_STORE_CREDENTIALS',
    '${{',
    '}}',
    "'",
    '"',
    '#',
    ' # ${{ secrets.SNAP_STORE_CREDENTIALS }}',
    '\n',
    '\r\n',
    'x: ',
    'ü€😀',
  ),
  fc.string({maxLength: 8}),
);
const text = fc.array(piece, {maxLength: 12}).map((pieces) => pieces.join(''));

test('whatever does not read the secret stays as it is, and doing it twice is doing it once', () => {
  fc.assert(
    fc.property(text, fc.constantFrom("'" as const, "''" as const), (given, quote) => {
      const once = renameAccess(given, wrong, right, quote);
      expect(renameAccess(once, wrong, right, quote)).toBe(once);
      const mask = (one: string) => one.replace(/SNAP(?:CRAFT)?_STORE_CREDENTIALS/gi, '~');
      expect(mask(once)).toBe(mask(given));
      expect(renameAccess(given, 'NOWHERE_TO_BE_READ', right, quote)).toBe(given);
    }),
  );
});

const indented = (lines: string, by: number): string =>
  lines
    .split(/\r?\n/)
    .map((line) => `${' '.repeat(by)}${line}`)
    .join('\n');

test('any workflow is changed in nothing but the name, or not at all', () => {
  let patched = 0;
  fc.assert(
    fc.property(text, text, (script, value) => {
      const file = `${job(`      - run: |\n${indented(script, 10)}\n        env:\n          A: ${JSON.stringify(value)} # ${value.replace(/[\r\n]/g, '')}\n          B: '${value.replace(/[\r\n]/g, '').replaceAll("'", "''")}'\n`)}`;
      const once = rename(file);
      if (once === undefined) return;
      patched += once === file ? 0 : 1;
      expect(rename(once)).toBe(once);
      const mask = (one: string) => one.replace(/SNAP(?:CRAFT)?_STORE_CREDENTIALS/gi, '~');
      expect(mask(once)).toBe(mask(file));
      if (!/snap_store_credentials/i.test(file)) expect(once).toBe(file);
    }),
    {numRuns: 300},
  );
  expect(patched).toBeGreaterThan(20);
});

test('no text makes it throw', () => {
  fc.assert(
    fc.property(text, (given) => {
      const found = rename(given);
      expect(found === undefined || typeof found === 'string').toBe(true);
    }),
    {numRuns: 300},
  );
});
