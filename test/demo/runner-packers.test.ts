import {createHash} from 'node:crypto';
import {describe, expect, it} from 'vitest';
import {zipOf} from '../../src/demo/contextlite/zip.ts';
import {filesInZip} from '../../src/demo/marketplaces/zip-reader.ts';
import {publishSnap} from '../../src/demo/runner/actions/snap.ts';
import type {Place} from '../../src/demo/runner/place.ts';
import {readYaml, yamlAt} from '../../src/demo/runner/programs/small-yaml.ts';
import {createSnapcraft} from '../../src/demo/runner/programs/snapcraft.ts';
import {createVsce} from '../../src/demo/runner/programs/vsce.ts';
import {runText} from '../../src/demo/runner/shell/execute.ts';
import {fileTools} from '../../src/demo/runner/shell/file-tools.ts';
import {inputOf, type Program, type Shell, toText} from '../../src/demo/runner/shell/shell.ts';
import {createWorld} from '../../src/demo/world.ts';

type Files = Readonly<Record<string, string | Buffer>>;
const served = Buffer.from('a program');
const digest = createHash('sha256').update(served).digest('hex');

const scene = () => {
  const {setting, marketplaces} = createWorld();
  const host = {body: served, status: 200};
  const place = {setting, marketplaces, ask: () => host, later: (_: number, happen: () => void) => happen()} as unknown as Place;
  const run = (script: string, files: Files, variables: Readonly<Record<string, string>> = {}) => {
    const disk = new Map(Object.entries(files).map(([path, text]) => [`/project/${path}`, Buffer.from(text as string)]));
    const publish: Program = ([snap = '', login = ''], inner, streams) => publishSnap({snap, store_login: login}, inner, streams, place);
    const programs: Readonly<Record<string, Program>> = {...fileTools, snapcraft: createSnapcraft(place), vsce: createVsce(place), publish};
    const shell: Shell = {
      disk: {files: disk, folders: new Set(['/project'])},
      folder: '/project',
      variables: {...variables},
      functions: new Map(),
      options: {endsOnError: true, endsOnUnset: false, heedsPipes: true},
      args: ['script.sh'],
      status: 0,
      findProgram: (name) => programs[name],
    };
    let said = '';
    const write = (bytes: string): void => {
      said += bytes;
    };
    const code = runText(script, shell, {input: inputOf(''), out: write, errors: write});
    return {code, said: toText(said), disk};
  };
  return {setting, marketplaces, host, run};
};

const project = `name: tool
base: core24
version: "1.2.3"
summary: Does it
description: Does it well
confinement: strict # and no other
platforms:
  amd64:
    build-on: [amd64]
    build-for: [amd64]
  other:
    build-on: [arm64]
    build-for: [arm64]
apps:
  tool:
    command: bin/tool --now
parts:
  tool:
    plugin: dump
    source:
      - to amd64: "https://example.org/tool"
      - to arm64: https://example.org/other
    source-type: file
    source-checksum:
      - to amd64: sha256/${digest}
    override-build: |
      if [ "$CRAFT_ARCH_BUILD_FOR" = amd64 ]; then
        install -D -m 755 "$CRAFT_PART_SRC/tool" "$CRAFT_PART_INSTALL/bin/tool"
      fi
`;

describe('snapcraft on a simulated runner', () => {
  it('reads the YAML of a project', () => {
    const read = readYaml(project);
    expect(yamlAt(read, 'confinement')).toBe('strict');
    expect(yamlAt(read, 'platforms', 'other', 'build-for')).toEqual(['arm64']);
    expect(yamlAt(read, 'parts', 'tool', 'source')).toEqual([
      {'to amd64': 'https://example.org/tool'},
      {'to arm64': 'https://example.org/other'},
    ]);
    expect(yamlAt(read, 'parts', 'tool', 'override-build')).toMatch(/^if .*\n {2}install .*\nfi\n$/);
  });

  it('packs for the platforms that this machine may build, out of what was fetched', () => {
    const {code, said, disk} = scene().run('snapcraft pack', {'snap/snapcraft.yaml': project});
    expect([code, said]).toEqual([0, 'Packed tool_1.2.3_amd64.snap\n']);
    expect(filesInZip(disk.get('/project/tool_1.2.3_amd64.snap')!).get('bin/tool')).toEqual(served);
  });

  it.each([
    ['a digest that is another', project.replace(digest, 'b'.repeat(64)), `Expected digest ${'b'.repeat(64)}, obtained ${digest}.`],
    [
      'a command that is not there',
      project.replace('bin/tool --now', 'bin/toll'),
      "The specified command 'bin/toll' defined in the app 'tool'",
    ],
    ['a script that fails', project.replace('"$CRAFT_PART_SRC/tool"', 'nowhere'), "'override-build' in part 'tool' failed"],
    ['no confinement', project.replace(/confinement.*\n/, ''), "- field 'confinement' required"],
    ['no version', project.replace(/version.*\n/, ''), "Required field 'version' is not set"],
    ['a name that the store takes not', project.replace('name: tool', 'name: to--ol'), '- snap names can only use'],
    ['a summary that is too long', project.replace('Does it\n', `${'x'.repeat(79)}\n`), 'at most 78 characters'],
  ])('refuses %s', (_, text, said) => {
    const found = scene().run('snapcraft pack', {'snap/snapcraft.yaml': text});
    expect([found.code, found.said]).toEqual([1, expect.stringContaining(said)]);
  });

  it('says what is missing: the file, the source, the login', () => {
    const {run, host} = scene();
    expect(run('snapcraft pack', {}).said).toContain('Could not find snap/snapcraft.yaml');
    const snap = run('snapcraft pack', {'snap/snapcraft.yaml': project}).disk.get('/project/tool_1.2.3_amd64.snap')!;
    expect(run('snapcraft upload tool.snap', {'tool.snap': snap}).said).toContain('No keyring found');
    expect(run('snapcraft upload tool.snap', {'tool.snap': snap}, {SNAPCRAFT_STORE_CREDENTIALS: '***'}).said).toContain(
      'could not be parsed',
    );
    expect(run('snapcraft push tool.snap', {'tool.snap': snap}).said).toContain("no such command 'push'");
    expect(run('publish tool.snap', {'tool.snap': snap}).said).toContain('login_data is empty');
    expect(run('publish tool.snap x', {'tool.snap': snap}).said).toContain("'--with' is no longer supported");
    host.status = 404;
    expect(run('snapcraft pack', {'snap/snapcraft.yaml': project}).said).toContain('unable to find');
  });
});

const manifest = {name: 'tool', publisher: 'octo', version: '1.2.3', engines: {vscode: '^1.90.0'}, main: './main.js'};
const extension = (over: object = {}, more: Files = {}): Files => ({
  'package.json': JSON.stringify({...manifest, ...over}),
  'README.md': '# Tool\n',
  'main.js': '',
  ...more,
});

describe('vsce on a simulated runner', () => {
  it('packs what lies there', () => {
    const {code, disk} = scene().run('vsce package --out out.vsix', extension({icon: 'icon.png'}, {'icon.png': '', '.vscodeignore': ''}));
    expect(code).toBe(0);
    const names = [...filesInZip(disk.get('/project/out.vsix')!).keys()].sort();
    expect(names).toEqual(['extension/README.md', 'extension/icon.png', 'extension/main.js', 'extension/package.json']);
  });

  it.each([
    ['a pre-release', extension({version: '1.2.3-rc.1'}), "doesn't support prerelease versions"],
    ['no publisher', extension({publisher: undefined}), 'Missing extension "publisher"'],
    ['a name against the rules', extension({name: 'my_tool'}), "Invalid extension name 'my_tool'"],
    ['an SVG as icon', extension({icon: 'icon.svg'}), "SVGs can't be used as icons"],
    ['an icon that is missing', extension({icon: 'icon.png'}), "icon 'extension/icon.png' wasn't found"],
    ['a template for a README', extension({}, {'README.md': 'This is the README for your extension "tool".'}), 'edit the README.md'],
    ['two lists of files', extension({files: ['main.js']}, {'.vscodeignore': ''}), 'combining both strategies'],
    ['a program that is missing', extension({main: './other.js'}), 'Extension entrypoint(s) missing'],
    ['nothing at all', {}, 'Extension manifest not found'],
  ])('refuses %s', (_, files, said) => {
    const found = scene().run('vsce package', files);
    expect([found.code, found.said]).toEqual([1, expect.stringContaining(said)]);
  });

  it('publishes once, and again only where a duplicate is to be skipped', () => {
    const {run, marketplaces, setting} = scene();
    const {id} = marketplaces.vscode.tokens[0]!;
    marketplaces.vscode.publishers['octo'] = {name: 'octo', members: [{id, displayName: 'x', role: 'Contributor'}], extensions: {}};
    const pat = {VSCE_PAT: setting.tokens['VSCE_PAT'] ?? ''};
    expect(run('vsce publish', extension()).said).toContain('TF400813');
    expect(run('vsce publish', extension(), pat)).toMatchObject({code: 0, said: ' DONE  Published octo.tool v1.2.3.\n'});
    expect(run('vsce publish', extension(), pat)).toMatchObject({code: 1, said: ' ERROR  octo.tool v1.2.3 already exists.\n'});
    const vsix = zipOf([{name: 'extension/package.json', contents: JSON.stringify(manifest)}]);
    expect(run('vsce publish --skip-duplicate --packagePath a.vsix', {'a.vsix': vsix}, pat).code).toBe(0);
  });
});
