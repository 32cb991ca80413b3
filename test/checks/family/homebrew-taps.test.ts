import {describe, expect, it} from 'vitest';
import {formulaPathIn, packageNameIn, tapPlaceOf} from '../../../checks/family/homebrew-taps.ts';
import type {RepositoryName} from '../../../src/model/project.ts';
import {projectOf} from '../../support/project.ts';
import {stepOf} from '../../support/workflow.ts';

describe('where Homebrew finds a formula', () => {
  it.each([
    ['below Formula', ['Formula/tool.rb', 'Casks/tool.rb', 'tool.rb'], 'Formula/tool.rb'],
    ['below its first letter', ['Formula/a/a.rb', 'Formula/t/tool.rb'], 'Formula/t/tool.rb'],
    ['below HomebrewFormula', ['HomebrewFormula/tool.rb', 'tool.rb'], 'HomebrewFormula/tool.rb'],
    ['in the root, where no folder is', ['README.md', 'tool.rb'], 'tool.rb'],
    ['not in the root beside a folder', ['Formula/other.rb', 'tool.rb'], undefined],
    ['among the casks', ['Formula/other.rb', 'Casks/t/tool.rb'], 'Casks/t/tool.rb'],
    ['not in another folder', ['old/tool.rb', 'Formula/my-tool.rb'], undefined],
  ] as const)('%s', (_, paths, path) => expect(formulaPathIn('tool')(paths)).toBe(path));
});

describe('the taps that are looked into', () => {
  const texts = (repositories: readonly RepositoryName[]) => repositories.map(({owner, name}) => `${owner}/${name}`);
  const places = (name?: string, repositories?: readonly RepositoryName[]) => {
    const packages = name === undefined ? {} : {homebrew: {name, from: 'workflow'} as const};
    const place = tapPlaceOf(projectOf({packages, ...(repositories === undefined ? {} : {places: repositories})}));
    return [place.formula, ...texts(place.taps)];
  };
  it.each([
    ['nothing names one', undefined, undefined, ['tool', 'octo/homebrew-tap', 'octo/homebrew-tool']],
    ['a name holds one', 'kit/apps/thing', undefined, ['thing', 'kit/homebrew-apps']],
    ['a name holds nothing else', 'kit/homebrew-apps', undefined, ['tool', 'kit/homebrew-apps']],
    [
      'the configuration names one',
      'tool',
      [
        {owner: 'kit', name: 'homebrew-apps'},
        {owner: 'kit', name: 'scoop-bucket'},
        {owner: 'Octo', name: 'homebrew-tap'},
      ],
      ['tool', 'kit/homebrew-apps', 'Octo/homebrew-tap', 'octo/homebrew-tool'],
    ],
  ] as const)('where %s', (_, name, repositories, found) => expect(places(name, repositories)).toEqual(found));
});

describe('the tap that a step names', () => {
  const bump = 'mislav/bump-homebrew-formula-action';
  const cases: readonly (readonly [string, Parameters<typeof stepOf>[0], string | undefined])[] = [
    ['to an action', {uses: bump, with: {'formula-name': 'tool', 'homebrew-tap': 'octo/homebrew-apps'}}, 'octo/homebrew-apps/tool'],
    ['to an action, without a formula', {uses: bump, with: {'homebrew-tap': 'octo/homebrew-apps'}}, 'octo/homebrew-apps'],
    [
      'to an action that takes it apart',
      {uses: 'justintime50/homebrew-releaser', with: {homebrew_owner: 'octo', homebrew_tap: 'homebrew-x'}},
      'octo/homebrew-x',
    ],
    ['as homebrew-core, which is nobody’s', {uses: bump, with: {'formula-name': 'tool', 'homebrew-tap': 'Homebrew/homebrew-core'}}, 'tool'],
    ['where only a run knows it', {uses: bump, with: {'formula-name': 'tool', 'homebrew-tap': '${{ vars.TAP }}'}}, 'tool'],
    ['to a checkout', {uses: 'actions/checkout', with: {repository: 'octo/homebrew-apps', path: 'tap'}}, 'octo/apps'],
    [
      'in an address',
      {run: 'git clone https://x:$TOKEN@github.com/octo/homebrew-apps.git tap\ncp t.rb tap/Formula/thing.rb'},
      'octo/apps/thing',
    ],
    ['in an address for SSH', {run: 'git push git@github.com:octo/homebrew-apps main'}, 'octo/apps'],
    ['to gh', {run: 'gh repo clone octo/homebrew-apps'}, 'octo/apps'],
    ['in a path of the API', {run: 'gh api -X PUT repos/octo/homebrew-apps/contents/Casks/thing.rb'}, 'octo/apps/thing'],
    ['in the environment', {run: 'git push $TAP', env: {TAP: 'octo/homebrew-apps'}}, 'octo/apps'],
    ['in print alone', {run: 'echo "brew tap https://github.com/octo/homebrew-apps"'}, undefined],
    ['as a folder', {run: 'cd ./build/homebrew-apps && git push'}, undefined],
    ['nowhere', {run: 'git push'}, undefined],
  ];
  it.each(cases)('%s', (_, step, name) => expect(packageNameIn(stepOf(step))).toBe(name));
});
