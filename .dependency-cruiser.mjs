// The layers of the project, held by test/layers.test.ts. A file may import its own folder and what its rule lists, and nothing else.

/** One layer: where it lies, the paths it may import, and why nothing more. */
const layer = (name, from, mayImport, comment, to = {}) => ({
  name,
  severity: 'error',
  comment,
  from: {path: from},
  to: {pathNot: [from, ...mayImport], ...to},
});

const builtinsToo = {dependencyTypesNot: ['core']};
const model = '^src/model/';
const ownPackage = (name) => `^node_modules/${name}/`;
const parsers = ['zod', 'fast-xml-parser', 'yaml', 'smol-toml'].map(ownPackage);

export default {
  forbidden: [
    layer('model', model, [ownPackage('zod')], 'The model says what things are, so that every layer can rest on it and it on none.'),
    layer('flow', '^src/flow/', [model], 'How things move is pure, so that a test can play a whole survey without a world.'),
    layer(
      'workflow',
      '^src/workflow/',
      [model, ownPackage('@actions/[^/]+'), ownPackage('yaml')],
      "Workflow files are understood from their text alone, by GitHub's own parser.",
    ),
    layer('diagnosis', '^src/diagnosis/', [model], 'A cause follows from facts that are already there; a diagnosis looks nothing up.'),
    layer(
      'tools',
      '^src/tools/',
      [model, '^node_modules/'],
      'Tools touch the world and know neither marketplaces nor screens, so that each is tried alone.',
      builtinsToo,
    ),
    layer(
      'demo',
      '^src/demo/',
      [model, '^src/workflow/'],
      "The simulated world shares no code with the checks, or it would repeat their mistakes; workflows it reads with GitHub's own parser.",
      builtinsToo,
    ),
    layer(
      'components',
      '^components/',
      ['^src/flow/', model, ownPackage('ink'), ownPackage('react')],
      'A view gets props and gives text; it asks no marketplace and touches no tool.',
    ),
    layer('family', '^checks/family/', [model, ...parsers], 'What several marketplaces share must not know one of them.'),
    layer(
      'first-package',
      '^checks/first-package/',
      [model, '^checks/family/', ...parsers],
      'The first files follow from what is known of a program; writing them looks nothing up.',
    ),
    layer(
      'repository',
      '^checks/repository/',
      [model, '^checks/family/', ...parsers],
      "The repository's own facts are read once, whatever marketplaces there are.",
    ),
    {
      name: 'one-marketplace',
      severity: 'error',
      comment: 'A marketplace is data, planners and probes that only read, and one can be added or taken away without touching another.',
      from: {path: '^checks/[^/]+$', pathNot: '^checks/index\\.ts$'},
      to: {pathNot: [model, '^checks/family/', '^checks/first-package/', ...parsers]},
    },
    {
      name: 'list-of-marketplaces',
      severity: 'error',
      comment: 'The one list names the marketplaces and does nothing else.',
      from: {path: '^checks/index\\.ts$'},
      to: {pathNot: [model, '^checks/[^/]+$']},
    },
    {
      name: 'only-commands-write',
      severity: 'error',
      comment: 'A plan runs only where a command was given, so that nothing else can change the world.',
      from: {pathNot: ['^src/commands/', '^src/cli\\.ts$']},
      to: {path: '^src/flow/execute-plan'},
    },
    {
      name: 'entry-is-alone',
      severity: 'error',
      comment: '--version and --help answer at once, because the entry loads nothing before it has to.',
      from: {path: '^src/main\\.ts$'},
      to: {pathNot: ['^(node:)?module$', '^src/(cli|first-frame|help|own-folder|version)\\.ts$']},
    },
    {
      name: 'no-circle',
      severity: 'error',
      comment: 'Two files that import each other are one file, and which of them loads first becomes a matter of luck.',
      from: {},
      to: {circular: true, viaOnly: {dependencyTypesNot: ['type-only']}},
    },
    {
      name: 'everything-is-there',
      severity: 'error',
      comment: 'An import that leads nowhere would slip through every rule above.',
      from: {},
      to: {couldNotResolve: true},
    },
  ],
  options: {
    doNotFollow: {path: 'node_modules'},
    tsConfig: {fileName: 'tsconfig.json'},
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
