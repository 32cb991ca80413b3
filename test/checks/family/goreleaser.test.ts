import {describe, expect, it} from 'vitest';
import {goreleaserFiles, goreleaserNames, isGoreleaserFile} from '../../../checks/family/goreleaser.ts';

const whole = `
version: 2
project_name: tool
archives:
  - name_template: "{{ .ProjectName }}-{{ .Version }}-{{ .Os }}"
brews:
  - repository: {owner: o, name: homebrew-tap}
scoops:
  - name: tool-app
    repository: {owner: o, name: scoop-bucket}
winget:
  - publisher: The Team
    license: MIT
aurs:
  - name: "{{ .ProjectName }}"
nix:
  - name: tool
snapcrafts:
  - name: tool-snap
chocolateys:
  - {}
dockers:
  - image_templates: ["ghcr.io/o/tool:{{ .Version }}", "someone/tool:latest", "o/{{ .ProjectName }}:{{ .Tag }}"]
`;

describe('the names in GoReleaser’s configuration', () => {
  it('are those of each marketplace, with the templates that are known filled in', () => {
    expect(goreleaserNames(whole)).toEqual({
      'docker-hub': 'someone/tool',
      chocolatey: 'tool',
      homebrew: 'o/tap/tool',
      aur: 'tool-bin',
      snapcraft: 'tool-snap',
      'github-packages': 'o/tool',
      scoop: 'o/scoop-bucket/tool-app',
      winget: 'TheTeam.tool',
      nix: 'tool',
    });
  });

  it('are left out where only a template tells, and a port is no tag', () => {
    expect(goreleaserNames('project_name: t\nbrews: [{name: "{{ .Env.NAME }}"}]')).toEqual({});
    expect(goreleaserNames('project_name: t\ndockers: [{image_templates: ["docker.io/o/t:1", "localhost:5000/o/t:1"]}]')).toEqual({
      'docker-hub': 'o/t',
    });
    expect(goreleaserNames('builds: [{binary: cli}]\nhomebrew_casks: [{}]')).toEqual({homebrew: 'cli'});
    expect(goreleaserNames('winget: [{package_identifier: Team.Tool}]')).toEqual({winget: 'Team.Tool'});
  });

  it.each([
    '',
    'null',
    '[]',
    'brews: 7',
    'brews: [null, 3, [1]]',
    'winget: [7, null]',
    'winget: {}',
    'dockers: [{image_templates: 3}, 7]',
    'a: [',
    '%',
    'scoops: {name: x}\nproject_name: [1]',
    'a: &a [*a]',
  ])('are none, and nothing is thrown, for %j', (text) => {
    expect(() => goreleaserNames(text)).not.toThrow();
  });

  it('come as package files too, out of its usual paths', () => {
    expect(goreleaserFiles('.goreleaser.yaml', 'project_name: t\nsnapcrafts: [{}]')).toEqual({
      snapcraft: {path: '.goreleaser.yaml', name: 't', faults: []},
    });
    for (const path of ['.goreleaser.yaml', '.goreleaser.yml', 'goreleaser.yaml', '.config/goreleaser.yaml'])
      expect(isGoreleaserFile(path), path).toBe(true);
    expect(isGoreleaserFile('x/.goreleaser.yaml')).toBe(false);
  });
});
