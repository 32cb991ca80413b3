import {emptySurvey} from '../../src/flow/reduce.ts';
import type {Survey} from '../../src/flow/survey.ts';
import {type Cell, type CellState, type Column, cellOf, columns, evidenceOf, type Verdict} from '../../src/model/cell.ts';
import type {Diagnosis} from '../../src/model/diagnosis.ts';
import {type MarketplaceId, marketplaceIds} from '../../src/model/marketplace-id.ts';
import type {Row, RowTask} from '../../src/model/row.ts';
import {safeLine} from '../../src/model/safe-text.ts';

/** The moment at which the fixtures were looked at. */
export const fixtureNow = Date.parse('2026-01-15T12:00:00Z');

const titles: Readonly<Record<MarketplaceId, string>> = {
  'github-releases': 'GitHub Releases',
  npm: 'npm',
  pypi: 'PyPI',
  'docker-hub': 'Docker Hub',
  chocolatey: 'Chocolatey',
  homebrew: 'Homebrew',
  'crates-io': 'crates.io',
  aur: 'AUR',
  snapcraft: 'Snap Store',
  vscode: 'VS Code Marketplace',
  'github-packages': 'GitHub Packages',
  scoop: 'Scoop',
  flathub: 'Flathub',
  winget: 'winget',
  nix: 'Nix',
};

/** One letter for each cell's state, in the grid's order. */
const letters: Readonly<Record<string, CellState>> = {
  k: 'ok',
  w: 'warning',
  p: 'problem',
  g: 'waiting',
  t: 'to-do',
  n: 'not-offered',
  q: 'unknown',
  u: 'unchecked',
};

const cellsOf = (states: string, notes: Partial<Record<Column, string>>): Readonly<Record<Column, Cell>> =>
  Object.fromEntries(
    columns.map((column, index) => {
      const state = letters[states[index] ?? 'u'] ?? 'unchecked';
      const cell = cellOf(
        state,
        notes[column] ?? '',
        state === 'ok' ? [evidenceOf(`The ${column} was read.`, `https://example.org/${column}`)] : [],
      );
      return [column, state === 'unchecked' ? cell : {...cell, checkedAt: '2026-01-15T11:58:00Z'}];
    }),
  ) as Record<Column, Cell>;

/** A task as the program would select it; what is left out is empty. */
const taskLike = (id: string, parts: Partial<RowTask> = {}): RowTask => ({
  id,
  stage: 'account',
  title: safeLine(`Do ${id}.`),
  state: 'to-do',
  url: `https://example.org/${id}`,
  why: safeLine(''),
  cost: safeLine(''),
  instructions: [],
  note: safeLine(''),
  evidence: [],
  givesToken: false,
  ...parts,
});

type Told = {readonly verdict: Verdict; readonly states: string; readonly notes?: Partial<Record<Column, string>>} & Partial<
  Pick<
    Row,
    'version' | 'checking' | 'isRemembered' | 'diagnosis' | 'log' | 'title' | 'page' | 'tasks' | 'token' | 'isProving' | 'isLeftOut'
  >
>;

/** A row as the program would select it; what is left out is empty. */
export const rowLike = (id: MarketplaceId, {states, notes = {}, ...told}: Told): Row => ({
  id,
  title: titles[id],
  version: null,
  cells: cellsOf(states, notes),
  checking: [],
  isRemembered: false,
  tasks: [
    taskLike('account', {
      title: safeLine(`Make an account at ${titles[id]}.`),
      state: told.verdict === 'not-set-up' ? 'to-do' : 'done',
      url: 'https://example.org/join',
    }),
  ],
  isProving: false,
  isLeftOut: false,
  diagnosis: [],
  page: `https://example.org/${id}`,
  log: [],
  ...told,
});

const cause = (
  confidence: Diagnosis['confidence'],
  title: string,
  evidence: string,
  fix: string,
  step?: {number: number; name: string},
): Diagnosis => ({
  cause: 'fixture',
  confidence,
  title: safeLine(title),
  evidence: [safeLine(evidence)],
  fix: safeLine(fix),
  ...(step === undefined ? {} : {step: {number: step.number, name: safeLine(step.name)}}),
});

const serves = (version: string) => safeLine(version);

const chocolatey = rowLike('chocolatey', {
  verdict: 'broken',
  states: 'kqkkwpnn',
  notes: {account: 'MikeKuykendall', secret: '12 h', workflow: 'races', run: 'step 5'},
  diagnosis: [
    cause(
      'likely',
      'The job downloads a release asset and does not wait for the job that uploads it.',
      'Step 5 downloads contextlite-windows-amd64.zip, and the job does not need the job "build".',
      'Add `needs: build` to the job "publish-chocolatey".',
      {number: 5, name: 'Use existing Chocolatey package'},
    ),
  ],
  log: [
    'Run gh release download v1.0.35 --pattern "*.nupkg"',
    'no assets match the file pattern',
    '##[error]Process completed with exit code 1.',
  ].map((line) => safeLine(line)),
});

const homebrew = rowLike('homebrew', {
  verdict: 'broken',
  states: 'kukkwpnn',
  notes: {account: 'Michael-A-Kuykendall', secret: '2 d', run: 'step 5'},
  diagnosis: [
    cause(
      'possible',
      'The checksum is taken of an error page.',
      'The archive answered 404.',
      'Wait for the asset before its checksum is taken.',
      {
        number: 5,
        name: 'Calculate checksums',
      },
    ),
  ],
});

const partial = (id: MarketplaceId, notes: Partial<Record<Column, string>>, version: string): Row =>
  rowLike(id, {
    verdict: 'partial',
    states: 'kkkkkwwn',
    notes,
    version: serves(version),
    diagnosis: [
      cause(
        'confirmed',
        'The publish step was skipped, and the job is green all the same.',
        'Step 6 was skipped.',
        'Let the step fail where its secret is empty.',
      ),
    ],
  });

const rest: readonly MarketplaceId[] = ['vscode', 'github-packages', 'scoop', 'flathub', 'winget', 'nix'];
const withSecret: readonly MarketplaceId[] = ['crates-io', 'aur', 'snapcraft'];

/** The seed audit: 1 working, 3 partial, 2 broken and 9 to set up. */
export const auditRows: readonly Row[] = [
  rowLike('github-releases', {
    verdict: 'working',
    states: 'kknnkkkk',
    notes: {
      account: 'Michael-A-Kuykendall',
      token: 'valid',
      workflow: 'release.yml',
      run: '2 h ago',
      published: '1.0.35',
      integrity: '6 files',
    },
    version: serves('1.0.35'),
  }),
  partial('npm', {account: 'mikekuykendall', secret: '2 d', run: 'skipped', published: '1.0.34'}, '1.0.34'),
  partial('pypi', {secret: '2 d', run: '2 h ago', published: '1.0.33'}, '1.0.33'),
  partial('docker-hub', {secret: '1 d', run: '2 h ago', published: '1.0.30'}, '1.0.30'),
  chocolatey,
  homebrew,
  ...withSecret.map((id) =>
    rowLike(id, {verdict: 'not-set-up', states: 'tukttutn', notes: {account: 'none', secret: '3 h', files: 'none', published: 'nothing'}}),
  ),
  ...rest.map((id) => rowLike(id, {verdict: 'not-set-up', states: 'tuutttun', notes: {files: 'none'}})),
];

/** The survey that such rows come from, as far as the views read it. */
export const auditSurvey: Survey = {
  ...emptySurvey,
  project: {repository: {owner: 'Michael-A-Kuykendall', name: 'contextlite'}, tag: 'v1.0.35', version: '1.0.35', packages: {}},
  checkedAt: '2026-01-15T11:58:00Z',
};

/** Every row once, with nothing known. */
export const emptyRows: readonly Row[] = marketplaceIds.map((id) => rowLike(id, {verdict: 'unknown', states: 'uuuuuuuu'}));

const refusal = 'Flathub takes no console software and no automated submissions.';

const npmTasks: readonly RowTask[] = [
  taskLike('two-factor', {
    title: safeLine('Turn on two-factor authentication.'),
    onlyWord: safeLine('npm tells nobody whether an account has it.'),
    cost: safeLine('5 minutes'),
  }),
  taskLike('make-token', {
    stage: 'token',
    title: safeLine('Make a token that may publish.'),
    url: 'https://example.org/npm/tokens',
    why: safeLine('The job publishes with it, and only its owner can make one.'),
    cost: safeLine('2 minutes; it must be made anew after 90 days'),
    givesToken: true,
    note: safeLine('No token was found.'),
    evidence: [evidenceOf('The secret NPM_TOKEN was set 2 days ago.', 'https://example.org/secrets')],
    instructions: [
      {text: safeLine('Press "Generate new token".'), url: 'https://example.org/npm/tokens'},
      {text: safeLine('Tick "Bypass two-factor authentication" and "Read and write".')},
      {text: safeLine('Or do it in a shell.'), command: safeLine('npm token create')},
    ],
  }),
  taskLike('set-secret', {
    stage: 'secret',
    title: safeLine('Set the secret that the job reads.'),
    doable: safeLine('Set the secret NPM_TOKEN of the repository.'),
  }),
];

/** The audit with tasks of every kind: npm's open ones, a marketplace that is not offered and one that waits. */
export const wizardRows: readonly Row[] = auditRows.map((row) => {
  switch (row.id) {
    case 'npm':
      return {
        ...row,
        tasks: npmTasks,
        token: {names: ['NPM_TOKEN'], makeAt: 'https://example.org/npm/tokens', leastRights: 'read and write for one package'},
      };
    case 'crates-io':
      return {...row, token: {names: ['CARGO_REGISTRY_TOKEN'], makeAt: 'https://example.org/crates/tokens', leastRights: 'publish-update'}};
    case 'flathub':
      return {...row, cells: {...row.cells, published: cellOf('not-offered', '', [evidenceOf(refusal, 'https://example.org/rules')])}};
    case 'winget':
      return {
        ...row,
        tasks: [taskLike('review', {state: 'waiting', title: safeLine('Wait for the review.'), note: safeLine('It is reviewed.')})],
      };
    default:
      return row;
  }
});
