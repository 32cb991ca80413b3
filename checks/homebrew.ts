import {z} from 'zod';
import {evidenceOf} from '../src/model/cell.ts';
import type {Lookup} from '../src/model/lookup.ts';
import type {Marketplace} from '../src/model/marketplace.ts';
import {type Project, packageNameOf, type RepositoryName, repositoryText} from '../src/model/project.ts';
import type {Publication} from '../src/model/publication.ts';
import {belongingOf} from './family/belonging.ts';
import {pushesTo} from './family/commits.ts';
import {
  authorizeGitHub,
  gitHubOrigins,
  githubPushTest,
  githubTokenTest,
  readGitHubToken,
  repositoryApi,
  repositoryPage,
} from './family/github.ts';
import {homebrewCauses} from './family/homebrew-causes.ts';
import {findInCore} from './family/homebrew-core.ts';
import {findOwned} from './family/owned-file.ts';
import {type RubyPackage, readRubyPackage, rubyPackageFile} from './family/ruby-package.ts';
import {runs, uses} from './family/steps.ts';
import {type TrackedFile, trackedPublication, verifyTracked} from './family/tracked-file.ts';

type Place = {
  readonly formula: string;
  readonly taps: readonly RepositoryName[];
  readonly isTapNamed: boolean;
};

/** `owner/tap/formula` names a tap; a bare name may lie in any of the owner's usual ones. */
const placeOf = (project: Project): Place => {
  const {name} = packageNameOf(project, 'homebrew');
  const parts = name.split('/');
  const formula = (parts.length === 2 ? project.repository.name : (parts.at(-1) ?? name)).toLowerCase();
  const [owner = '', tap = ''] = parts;
  if (parts.length > 1) return {formula, isTapNamed: true, taps: [{owner, name: `homebrew-${tap.replace(/^homebrew-/, '')}`}]};
  const names = [...new Set(['homebrew-tap', `homebrew-${project.repository.name}`])];
  return {formula, isTapNamed: false, taps: names.map((one) => ({owner: project.repository.owner, name: one}))};
};

type Found = TrackedFile & {readonly tap: RepositoryName; readonly end?: RubyPackage['end']};

/** Formulas first, as Homebrew itself prefers them; casks only where no tap has the formula. */
const findInTaps = async (lookup: Lookup, {taps, formula}: Place): Promise<Found | undefined> => {
  const file = `${encodeURIComponent(formula)}.rb`;
  const found = await findOwned(lookup, taps, [`Formula/${file}`, `Casks/${file}`]);
  if (found === undefined) return undefined;
  return {downloads: [], ...readRubyPackage(found.text), tap: found.repository, page: found.page};
};

const tapPublication = (project: Project, found: Found, formula: string): Publication => {
  const tap = repositoryText({...found.tap, name: found.tap.name.replace(/^homebrew-/, '')});
  const publication = trackedPublication(project, found, {
    name: `${tap}/${formula}`,
    ...belongingOf(
      project,
      found.downloads.map(({url}) => url),
    ),
  });
  const {end} = found;
  return end === undefined ? publication : {...publication, version: {kind: 'withdrawn', why: `The tap marks it as ${end}.`}};
};

const findPublication = async (lookup: Lookup, project: Project): Promise<Publication> => {
  const place = placeOf(project);
  const [inCore, tapped] = await Promise.all([
    place.isTapNamed ? undefined : findInCore(lookup, project, place.formula),
    findInTaps(lookup, place),
  ]);
  const inTap = tapped === undefined ? undefined : tapPublication(project, tapped, place.formula);
  if (inTap !== undefined && inCore?.version.kind !== 'published') return inTap;
  if (inCore !== undefined) return inCore;
  return {
    name: place.formula,
    serves: null,
    version: {kind: 'absent'},
    evidence: place.taps.map((tap) => evidenceOf(`No formula or cask ${place.formula} in ${repositoryText(tap)}`, repositoryPage(tap))),
  };
};

const bumpActions = [
  'mislav/bump-homebrew-formula-action',
  'dawidd6/action-homebrew-bump-formula',
  'dawidd6/action-homebrew-bump-cask',
  'justintime50/homebrew-releaser',
  'macauley/action-homebrew-bump-cask',
];
const tapOf = (project: Project): RepositoryName => placeOf(project).taps[0] ?? {owner: project.repository.owner, name: 'homebrew-tap'};

export const homebrew: Marketplace = {
  id: 'homebrew',
  title: 'Homebrew',
  docs: 'https://docs.brew.sh/How-to-Create-and-Maintain-a-Tap',
  tasks: [
    {
      id: 'create-tap',
      title: 'Create a public repository homebrew-tap with a folder Formula.',
      url: () => 'https://github.com/new?name=homebrew-tap',
      shownBy: 'account',
    },
    {
      id: 'make-token',
      title: 'Make a token that may write the tap’s contents, and set it as a secret of this repository.',
      url: () => 'https://github.com/settings/personal-access-tokens/new',
      shownBy: 'secret',
    },
    {
      id: 'renew-token',
      title: 'Renew the token before it expires.',
      url: () => 'https://github.com/settings/personal-access-tokens',
      shownBy: 'token',
    },
  ],
  findPublication,
  findAccount: async (lookup, project) => {
    const tap = tapOf(project);
    const found = await lookup.json(repositoryApi(tap), z.object({full_name: z.string(), private: z.boolean().optional()}));
    if (found === undefined) return {kind: 'absent', note: `There is no tap ${repositoryText(tap)} that can be seen.`};
    const evidence = [evidenceOf(found.full_name, repositoryPage(tap))];
    return found.private === true
      ? {kind: 'exists', name: found.full_name, note: 'The tap is private, so nobody else can install from it.', evidence}
      : {kind: 'owns', name: found.full_name, evidence};
  },
  verifyPublication: async (lookup, project) => {
    const found = await findInTaps(lookup, placeOf(project));
    return verifyTracked(lookup, project, found ?? {downloads: [], page: ''});
  },
  token: {
    names: [
      'TAP_GITHUB_TOKEN',
      'HOMEBREW_TAP_TOKEN',
      'HOMEBREW_TAP_GITHUB_TOKEN',
      'HOMEBREW_GITHUB_API_TOKEN',
      'COMMITTER_TOKEN',
      'HOMEBREW_TAP_PAT',
      'HOMEBREW_TOKEN',
      'HOMEBREW_GITHUB_TOKEN',
      'TAP_TOKEN',
    ],
    makeAt: 'https://github.com/settings/personal-access-tokens/new',
    leastRights: 'Contents: read and write, on the tap alone',
    origins: gitHubOrigins,
    authorize: authorizeGitHub,
    readLocally: readGitHubToken,
    test: (lookup, project) =>
      githubTokenTest(lookup, {
        scopes: ['public_repo', 'repo'],
        permission: `Contents: write on ${repositoryText(tapOf(project))}`,
      }),
    testClosely: (lookup, project, known) => githubPushTest(lookup, known, tapOf(project)),
  },
  packageFiles: {
    matches: (path) => /(?:^|\/)(?:Formula|HomebrewFormula|Casks|homebrew[^/]*)\/(?:[^/]+\/)?[^/]+\.rb$/i.test(path),
    read: rubyPackageFile,
  },
  publishedBy: {
    jobNames: /brew/i,
    needsRepository: true,
    publishes: (step, job) => {
      if (uses(step, ...bumpActions)) return `uses ${step.uses}`;
      if (runs(step, /\bbrew\s+(?:bump(?:-(?:formula|cask)-pr)?|pr-pull)\b/)) return 'runs `brew bump-formula-pr`';
      return pushesTo(step, job, /homebrew-[\w.-]+/i) ? 'pushes to a tap' : undefined;
    },
    packageName: (step) =>
      uses(step, ...bumpActions)
        ? [step.with['homebrew-tap'], step.with['formula-name'] ?? step.with['formula']].filter(Boolean).join('/') || undefined
        : undefined,
  },
  causes: homebrewCauses,
};
