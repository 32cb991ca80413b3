import {evidenceOf} from '../src/model/cell.ts';
import type {Lookup} from '../src/model/lookup.ts';
import type {Marketplace} from '../src/model/marketplace.ts';
import {type Project, repositoryText} from '../src/model/project.ts';
import type {Publication} from '../src/model/publication.ts';
import {belongingOf} from './family/belonging.ts';
import {pushesTo} from './family/commits.ts';
import {authorizeGitHub, gitHubOrigins, githubPushTest, githubTokenTest, readGitHubToken, repositoryPage} from './family/github.ts';
import {homebrewCauses} from './family/homebrew-causes.ts';
import {findInCore} from './family/homebrew-core.ts';
import {bumpActions, formulaPathIn, packageNameIn, type TapPlace, tapPlaceOf} from './family/homebrew-taps.ts';
import {homebrewTasks} from './family/homebrew-tasks.ts';
import {findOwned, findPlaceAccount, namesOf, type Place, servedFrom} from './family/owned-file.ts';
import {type RubyPackage, readRubyPackage, rubyPackageFile} from './family/ruby-package.ts';
import {runs, uses} from './family/steps.ts';
import {type TrackedFile, trackedPublication, verifyTracked} from './family/tracked-file.ts';

type Found = TrackedFile & {readonly place: Place; readonly end?: RubyPackage['end']};

const findInTaps = async (lookup: Lookup, {taps, formula}: TapPlace): Promise<Found | undefined> => {
  const found = await findOwned(lookup, taps, formulaPathIn(formula));
  if (found === undefined) return undefined;
  return {downloads: [], ...readRubyPackage(found.text), place: found.place, page: found.page};
};

const tapPublication = (project: Project, found: Found, formula: string): Publication => {
  const {repository} = found.place;
  const tap = repositoryText({...repository, name: repository.name.replace(/^homebrew-/, '')});
  const publication = trackedPublication(project, found, {
    name: `${tap}/${formula}`,
    ...belongingOf(
      project,
      found.downloads.map(({url}) => url),
    ),
  });
  const {end} = found;
  const withEnd: Publication =
    end === undefined ? publication : {...publication, version: {kind: 'withdrawn', why: `The tap marks it as ${end}.`}};
  return servedFrom(found.place, withEnd);
};

const findPublication = async (lookup: Lookup, project: Project): Promise<Publication> => {
  const place = tapPlaceOf(project);
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

export const homebrew: Marketplace = {
  id: 'homebrew',
  title: 'Homebrew',
  docs: 'https://docs.brew.sh/How-to-Create-and-Maintain-a-Tap',
  tasks: homebrewTasks,
  findPublication,
  findAccount: (lookup, project) => findPlaceAccount(lookup, 'tap', tapPlaceOf(project).taps),
  verifyPublication: async (lookup, project) => {
    const found = await findInTaps(lookup, tapPlaceOf(project));
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
      githubTokenTest(lookup, {scopes: ['public_repo', 'repo'], permission: `Contents: write on ${namesOf(tapPlaceOf(project).taps)}`}),
    testClosely: (lookup, project, known) => githubPushTest(lookup, known, tapPlaceOf(project).taps[0] ?? project.repository),
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
    packageName: packageNameIn,
  },
  causes: homebrewCauses,
};
