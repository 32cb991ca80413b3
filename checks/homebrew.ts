import {evidenceOf} from '../src/model/cell.ts';
import type {Lookup} from '../src/model/lookup.ts';
import type {Marketplace} from '../src/model/marketplace.ts';
import {type Project, packageNameOf, repositoryText} from '../src/model/project.ts';
import type {Publication} from '../src/model/publication.ts';
import {belongingOf} from './family/belonging.ts';
import {pushesTo} from './family/commits.ts';
import {authorizeGitHub, gitHubOrigins, githubPushTest, githubTokenTest, readGitHubToken, repositoryPage} from './family/github.ts';
import {homebrewCauses} from './family/homebrew-causes.ts';
import {findInCore} from './family/homebrew-core.ts';
import {homebrewInstall} from './family/homebrew-install.ts';
import {homebrewRollback} from './family/homebrew-rollback.ts';
import {bumpActions, formulaPathIn, packageNameIn, type TapPlace, tapPlaceOf} from './family/homebrew-taps.ts';
import {homebrewTasks} from './family/homebrew-tasks.ts';
import {findOwned, findPlaceAccount, namesOf, type Place, servedFrom} from './family/owned-file.ts';
import {findPullRequest, findPullRequestState, isWorthSearching} from './family/pull-requests.ts';
import {type RubyPackage, readRubyPackage, rubyPackageFile} from './family/ruby-package.ts';
import {runs, uses} from './family/steps.ts';
import {findFormulaTrace} from './family/traces.ts';
import {type TrackedFile, trackedPublication, verifyTracked} from './family/tracked-file.ts';
import {homebrewFirstPackage} from './first-package/homebrew.ts';

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
  const back = `Take ${end === 'disabled' ? 'disable!' : 'deprecate!'} out of the formula in the tap.`;
  const withEnd: Publication =
    end === undefined ? publication : {...publication, version: {kind: 'withdrawn', why: `The tap marks it as ${end}.`, back}};
  return servedFrom(found.place, withEnd);
};

/** What a pull request in homebrew-core makes of a formula that it does not serve in this version. */
const withProposed = async (lookup: Lookup, project: Project, formula: string, publication: Publication): Promise<Publication> => {
  const packageName = packageNameOf(project, 'homebrew');
  if (!isWorthSearching(packageName, project)) return publication;
  const found = await findPullRequest(lookup, project, {
    repositories: ['Homebrew/homebrew-core'],
    words: [formula, project.version],
    mustBelong: packageName.from !== 'configuration',
  });
  if (found === undefined) return publication;
  const evidence = [...publication.evidence, evidenceOf(found.title, found.html_url)];
  return {...publication, version: await findPullRequestState(lookup, found), evidence};
};

const findPublication = async (lookup: Lookup, project: Project): Promise<Publication> => {
  const place = tapPlaceOf(project);
  const [inCore, tapped] = await Promise.all([
    place.isTapNamed ? undefined : findInCore(lookup, project, place.formula),
    findInTaps(lookup, place),
  ]);
  const inTap = tapped === undefined ? undefined : tapPublication(project, tapped, place.formula);
  if (inTap !== undefined && inCore?.version.kind !== 'published') return inTap;
  const isBehind = inCore?.version.kind === 'absent' && inCore.belongsTo !== 'another';
  if (inCore !== undefined) return isBehind ? withProposed(lookup, project, place.formula, inCore) : inCore;
  const nowhere: Publication = {
    name: place.formula,
    serves: null,
    version: {kind: 'absent'},
    evidence: place.taps.map((tap) => evidenceOf(`No formula or cask ${place.formula} in ${repositoryText(tap)}`, repositoryPage(tap))),
  };
  return place.isTapNamed ? nowhere : withProposed(lookup, project, place.formula, nowhere);
};

export const homebrew: Marketplace = {
  id: 'homebrew',
  title: 'Homebrew',
  docs: 'https://docs.brew.sh/How-to-Create-and-Maintain-a-Tap',
  tasks: homebrewTasks,
  findPublication,
  findTrace: findFormulaTrace,
  findAccount: (lookup, project) => findPlaceAccount(lookup, 'tap', tapPlaceOf(project).taps),
  verifyPublication: async (lookup, project) => {
    const found = await findInTaps(lookup, tapPlaceOf(project));
    return verifyTracked(lookup, project, found ?? {downloads: [], page: ''});
  },
  propagation: {usually: 5, atMost: 300, because: 'a tap serves a commit at once; homebrew-core merges a pull request first.'},
  installTest: homebrewInstall,
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
  firstPackage: homebrewFirstPackage,
  rollback: homebrewRollback,
  causes: homebrewCauses,
};
