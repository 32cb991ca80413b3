/** What one command's own help is made of, beside its options. */
export type CommandText = {
  /** The ways to write it, without `portcall` before them. */
  readonly usage: readonly [string, ...string[]];
  readonly does: string;
  readonly examples: readonly (readonly [command: string, does: string])[];
  /** What its exit codes mean, beside 2 and 130, which mean the same everywhere. */
  readonly exits: Readonly<Partial<Record<0 | 1 | 3 | 4 | 8, string>>>;
};

const lookExits = {
  0: 'nothing that is set up is broken or behind',
  1: 'something is broken or behind',
  3: 'something could not be told',
  4: 'a sign-in is needed',
  8: 'something waits',
};
const writeExits = {
  0: 'it is done, or nothing was to do',
  1: 'it was refused',
  3: 'what came of it is not known',
  4: 'a sign-in is needed',
};

const looking: Readonly<Record<string, CommandText>> = {
  status: {
    usage: ['status'],
    does: 'Prints the grid as plain text: each marketplace with its cells, and below it the causes of what is wrong and what waits for whom.',
    examples: [
      ['status --json', 'one document for machines'],
      ['status --only npm,pypi', 'these marketplaces alone'],
      ['status --repo O/ONE --repo O/TWO', 'several repositories in one grid'],
    ],
    exits: lookExits,
  },
  setup: {
    usage: ['setup'],
    does: 'Goes through what only a person can do, task by task: why, the cost, the exact steps, the page, and a look whether it is done. It can be left at any point and taken up again. Where nobody can be asked it prints every open task.',
    examples: [
      ['setup', 'the next open task, in the grid'],
      ['setup --only npm', 'what is open at npm'],
      ['setup --json', 'every task, for machines'],
    ],
    exits: {0: 'no task is open', 3: 'something could not be read', 4: 'a sign-in is needed', 8: 'a task is open'},
  },
  verify: {
    usage: ['verify'],
    does: 'Prints the grid, with every file that is served downloaded and compared with the release.',
    examples: [
      ['verify --wait', 'looked for until it is served'],
      ['verify --install', 'installed on this machine too; asks first'],
      ['verify --install --dry-run', 'only the commands that would run'],
    ],
    exits: {...lookExits, 1: 'something is broken or behind, or what was installed failed', 8: 'something waits, or still is not served'},
  },
  diagnose: {
    usage: ['diagnose', 'diagnose RUN'],
    does: "Says why publishing failed, with the evidence and the fix: of the newest runs for the tag, or of every failed job of one run. RUN is a run's number, or the address of the run or of a job.",
    examples: [
      ['diagnose', 'the newest failed runs for the tag'],
      ['diagnose 1234567890', 'every failed job of this run'],
      ['diagnose --json', 'the same for machines'],
    ],
    exits: {0: 'nothing failed', 1: 'something failed', 3: 'something could not be read', 4: 'a sign-in is needed', 8: 'the run goes on'},
  },
  report: {
    usage: ['report'],
    does: "Writes the audit and what to do about it as Markdown, HTML or JSON; in a job of GitHub Actions into the job's summary too.",
    examples: [
      ['report --output audit.md', 'into a file'],
      ['report --format html', 'as one page'],
      ['report --snippet', 'a workflow that looks once a day'],
    ],
    exits: lookExits,
  },
  ledger: {
    usage: ['ledger'],
    does: 'Prints what was done and attested, newest first.',
    examples: [
      ['ledger --only npm', 'what concerns npm'],
      ['ledger --json', 'the same for machines'],
    ],
    exits: {0: 'it is printed'},
  },
};

const writing: Readonly<Record<string, CommandText>> = {
  tokens: {
    usage: ['tokens [IDS]', 'tokens ID --rotate', 'tokens --calendar'],
    does: "Tests the tokens at hand without side effects, each at its own marketplace: whose it is, what it may do, until when. With --rotate a new one takes an old one's place.",
    examples: [
      ['tokens npm pypi', 'the tokens of these two'],
      ['tokens npm --rotate', 'a new token for npm'],
      ['tokens --ics ends.ics', 'when each ends, as a calendar'],
    ],
    exits: {
      0: 'nothing is wrong with them',
      1: 'one is refused, has ended or lacks a right',
      3: 'one could not be tested',
      8: 'no new one was set',
    },
  },
  secret: {
    usage: ['secret list', 'secret set NAME', 'secret delete NAME', 'secret copy --to OWNER/NAME'],
    does: "Lists, sets, deletes and copies GitHub's secrets. NAME may be a marketplace, for the name that its job reads. A value is asked for behind a mask or read on standard input, and never stands on the command line.",
    examples: [
      ['secret list', 'names, ages and who reads them'],
      ['secret set npm', 'under the name that the job reads'],
      ['secret set AUR_SSH_KEY --yes < key', 'the value on standard input'],
    ],
    exits: {...writeExits, 8: 'some were not copied'},
  },
  publish: {
    usage: ['publish IDS', 'publish'],
    does: 'Publishes one marketplace after the other: what is decided, the plan, the run and what is served in the end. Without IDS it goes on following what was started.',
    examples: [
      ['publish npm --dry-run', 'what would be started, and why so'],
      ['publish npm pypi', 'one after the other'],
      ['publish --cancel', 'stops what was started'],
    ],
    exits: {
      0: 'it is served, or nothing was to do',
      1: 'it failed, was refused, or is not what was released',
      3: 'what came of it is not known',
      4: 'a sign-in is needed',
      8: 'it waits',
    },
  },
  rollback: {
    usage: ['rollback [IDS]'],
    does: 'Takes a version back where it is served: each way is shown first, with what stays and until when. Nothing that installers name is deleted unless it is asked for.',
    examples: [
      ['rollback --dry-run', 'what can be taken back, and how'],
      ['rollback npm', 'latest back to the version before'],
      ['rollback docker-hub --way 2', 'another way than the gentlest'],
    ],
    exits: {...writeExits, 8: 'something is left for a person'},
  },
  'first-package': {
    usage: ['first-package IDS'],
    does: "Makes a marketplace's first package: its files out of the release, what stands there already, and the plan that hands it in.",
    examples: [
      ['first-package scoop --dry-run', 'the files, and what would be done'],
      ['first-package winget', 'fork, branch and pull request'],
      ['first-package aur --output packaging', 'the files into a folder alone'],
    ],
    exits: {
      0: 'it is handed in',
      1: 'none can be made, or it was refused',
      3: 'what came of it is not known',
      4: 'a sign-in is needed',
      8: 'it waits for you or for others',
    },
  },
  workflow: {
    usage: ['workflow'],
    does: 'Writes, completes and mends the workflow that publishes: each change as a diff that is asked for by itself, then one pull request.',
    examples: [
      ['workflow --dry-run', 'each change, and secrets that are not set'],
      ['workflow --only npm', 'what concerns npm'],
      ['workflow --output publish.yml', 'the file here, and no pull request'],
    ],
    exits: writeExits,
  },
  init: {
    usage: ['init'],
    does: 'Writes what was found about the project to portcall.yaml, and what is left to choose as comments.',
    examples: [
      ['init --dry-run', 'prints it instead'],
      ['init --yes', 'writes changes to a file that is there'],
    ],
    exits: {0: 'it is written, or says so already', 3: 'something could not be read', 4: 'a sign-in is needed'},
  },
  demo: {
    usage: ['demo [COMMAND]', 'demo serve'],
    does: 'Runs any command, with its own options, in a simulated world of GitHub and all marketplaces on this machine. What a browser would open there acts for you. “serve” serves that world alone until it is ended.',
    examples: [
      ['demo', 'the grid of the simulated world'],
      ['demo status --json', 'any command in it'],
      ['demo serve --port 8080', 'the world alone, for other programs'],
    ],
    exits: {0: 'the world was ended, or what the command in it says'},
  },
};

/** The help of every command, by its name. */
export const commandTexts: Readonly<Record<string, CommandText>> = {...looking, ...writing};
