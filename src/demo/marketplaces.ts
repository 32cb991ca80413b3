import {type AurState, aurAtStart, createAur} from './marketplaces/aur.ts';
import {createChocolatey} from './marketplaces/chocolatey.ts';
import {type ChocolateyState, chocolateyAtStart} from './marketplaces/chocolatey-state.ts';
import {createCrates} from './marketplaces/crates.ts';
import {type CratesState, cratesAtStart} from './marketplaces/crates-state.ts';
import {createDocker} from './marketplaces/docker.ts';
import {type DockerState, dockerAtStart} from './marketplaces/docker-state.ts';
import {createFlathub, type FlathubState, flathubAtStart} from './marketplaces/flathub.ts';
import {createGithubPackages, type GithubPackagesState, githubPackagesAtStart} from './marketplaces/github-packages.ts';
import {createHomebrew, type HomebrewState, homebrewAtStart} from './marketplaces/homebrew.ts';
import {createNix, type NixState, nixAtStart} from './marketplaces/nix.ts';
import {createNpm} from './marketplaces/npm.ts';
import {type NpmState, npmAtStart} from './marketplaces/npm-state.ts';
import {createOpenVsx, type OpenVsxState, openVsxAtStart} from './marketplaces/open-vsx.ts';
import {createPypi} from './marketplaces/pypi.ts';
import {type PypiState, pypiAtStart} from './marketplaces/pypi-state.ts';
import {createRepology, type RepologyState, repologyAtStart} from './marketplaces/repology.ts';
import {createSnap} from './marketplaces/snap.ts';
import {type SnapState, snapAtStart} from './marketplaces/snap-state.ts';
import {createVscode} from './marketplaces/vscode.ts';
import {type VscodeState, vscodeAtStart} from './marketplaces/vscode-state.ts';
import {type WingetState, wingetAtStart} from './marketplaces/winget-state.ts';
import type {DemoService, DemoSetting} from './service.ts';

/** What every simulated marketplace holds; plain, and changed by whatever is published there. */
export type MarketplaceStates = {
  readonly npm: NpmState;
  readonly pypi: PypiState;
  readonly docker: DockerState;
  readonly githubPackages: GithubPackagesState;
  readonly crates: CratesState;
  readonly chocolatey: ChocolateyState;
  readonly homebrew: HomebrewState;
  readonly aur: AurState;
  readonly snap: SnapState;
  readonly vscode: VscodeState;
  readonly openVsx: OpenVsxState;
  readonly flathub: FlathubState;
  readonly nix: NixState;
  readonly repology: RepologyState;
  readonly winget: WingetState;
};

/** The audit: an earlier version at npm, PyPI and Docker Hub, and nothing anywhere else. */
export const marketplacesAtStart = (setting: DemoSetting): MarketplaceStates => ({
  npm: npmAtStart(setting),
  pypi: pypiAtStart(setting),
  docker: dockerAtStart(setting),
  githubPackages: githubPackagesAtStart(setting),
  crates: cratesAtStart(setting),
  chocolatey: chocolateyAtStart(setting),
  homebrew: homebrewAtStart(),
  aur: aurAtStart(setting),
  snap: snapAtStart(setting),
  vscode: vscodeAtStart(setting),
  openVsx: openVsxAtStart(setting),
  flathub: flathubAtStart(),
  nix: nixAtStart(),
  repology: repologyAtStart(),
  winget: wingetAtStart(),
});

/** Every simulated marketplace; whoever keeps `states` can change what they serve. */
export const createMarketplaceServices = (
  setting: DemoSetting,
  states: MarketplaceStates = marketplacesAtStart(setting),
): readonly DemoService[] => [
  ...createNpm(setting, states.npm),
  ...createPypi(setting, states.pypi),
  ...createDocker(setting, states.docker),
  ...createGithubPackages(setting, states.githubPackages),
  ...createCrates(setting, states.crates),
  ...createChocolatey(setting, states.chocolatey),
  ...createHomebrew(states.homebrew),
  ...createAur(states.aur),
  ...createSnap(setting, states.snap),
  ...createVscode(states.vscode),
  ...createOpenVsx(states.openVsx),
  ...createFlathub(states.flathub),
  ...createNix(states.nix),
  ...createRepology(states.repology),
];
