import fc from 'fast-check';
import type {ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import {marketplaceIds} from '../../src/model/marketplace-id.ts';
import {anyText} from './hostile-text.ts';
import {harborPrograms, mitText, programFacts} from './program-facts.ts';

/** Commands that leave a trace, in the quotes of every language. */
const commands: readonly string[] = [
  '$(touch canary)',
  '`touch canary`',
  '#{system("touch canary")}',
  '#{`touch canary`}',
  "';touch canary;'",
  '";touch canary;"',
  "'\ntouch canary\n'",
  '"\ntouch canary\n"',
  '\ntouch canary\n',
  '\r\ntouch canary\r\n',
  '\u2028touch canary\u2028',
  "\\';touch canary;\\'",
  '\\";touch canary;\\"',
  '${{ github.event.issue.title }}',
  "${{ '${{' }} ${{ secrets.NPM_TOKEN }}",
  '"\n  end\nend\nsystem("touch canary")\n',
  ')\ntouch canary\npkgdesc=(',
  '</description><x>touch canary</x>',
  ']]><x/>',
  '"\nextra: touch canary\n',
  '"\nextra = "touch canary"\n',
  '"}, "extra": {"a": "touch canary',
  '"; builtins.readFile ./x; "',
  "''; touch = 1; a = ''",
  '"\nRUN touch canary\n',
  '\\\nRUN touch canary',
  '\u2018; touch canary; \u2018',
  '\u201c; touch canary; \u201c',
  "'@\ntouch canary\n@'",
];

const hostile = fc.oneof(
  {weight: 2, arbitrary: fc.tuple(anyText, fc.constantFrom(...commands), anyText).map((parts) => parts.join(''))},
  anyText,
);

/** An id and files by which Flathub sees that the program has windows. */
const appId = 'io.github.harbor_tools.harbor';
const appFiles = (folder: string): readonly string[] => ['desktop', 'svg', 'metainfo.xml'].map((ending) => `${folder}/${appId}.${ending}`);

/** The program with this text in every place that people write for people; names, paths and files stay the usual ones. */
const described = (text: string, other = text): ProgramFacts => {
  // A word before and after, so that something is left of each, however little of the text can be shown.
  const around = (one: string): string => `Carries ${one} boxes`;
  const usual = programFacts();
  return programFacts({
    project: {...usual.project, packages: {flathub: {name: appId, from: 'configuration'}}},
    paths: [...usual.paths, ...appFiles('data')],
    description: around(text),
    homepage: `https://harbor.example/${other}`,
    author: around(other),
    license: {spdx: 'MIT', path: 'LICENSE', text: `${mitText}\n${text}\n`},
    topics: ['cli', text],
  });
};

/** Facts that hold a text wherever people write for people; `any`: any two texts. */
export const describedFacts = Object.assign((text: string): ProgramFacts => described(text), {
  any: fc.tuple(hostile, hostile).map(([text, other]) => described(text, other)),
});

/** The usual value mostly, so that what comes after it is reached. */
const mostly = (usual: string): fc.Arbitrary<string> =>
  fc.oneof(
    {weight: 20, arbitrary: fc.constant(usual)},
    {weight: 1, arbitrary: hostile},
    {weight: 1, arbitrary: hostile.map((text) => `${usual}${text}`)},
  );

/** Only what git lets into the name of a tag or a branch. */
const inGit = (text: string): string => text.replace(/[\0-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\//g, '') || 'v';

/** Only what GitHub leaves of an uploaded file's name. */
const inRelease = (text: string): string => text.replace(/[^\w.+@-]/g, '.') || 'x';

/** Only what GitHub lets into an account's name. */
const inOwner = (text: string): string => text.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'x';

const anyProgram = (one: ReleasedProgram): fc.Arbitrary<ReleasedProgram> =>
  fc
    .record({
      name: mostly(one.asset.name).map(inRelease),
      url: mostly(one.asset.url),
      folder: mostly(''),
      file: mostly(one.path),
      beside: mostly('harbor.1'),
    })
    .map(({name, url, folder, file, beside}) => ({
      ...one,
      asset: {...one.asset, name, url},
      folder,
      path: folder === '' ? file : `${folder}/${file}`,
      besides: [folder === '' ? beside : `${folder}/${beside}`, 'LICENSE'],
    }));

/** The name that a person gives the package everywhere. */
const namedAll = (name: string): ProgramFacts['project']['packages'] =>
  name === 'harbor'
    ? {flathub: {name: appId, from: 'configuration'}}
    : Object.fromEntries(marketplaceIds.map((id) => [id, {name, from: 'configuration'}]));

/** Anything that GitHub, a tag or an archive can be made to say. */
export const anyFacts: fc.Arbitrary<ProgramFacts> = fc
  .record({
    described: describedFacts.any,
    owner: mostly('harbor-tools').map(inOwner),
    name: mostly('harbor').map((text) => inRelease(text).replace(/[+@]/g, '-')),
    tag: mostly('v1.2.3').map(inGit),
    version: mostly('1.2.3').map(inGit),
    command: mostly('harbor'),
    spdx: mostly('MIT'),
    licensePath: mostly('LICENSE'),
    defaultBranch: mostly('main').map(inGit),
    source: mostly('https://github.com/harbor-tools/harbor/archive/refs/tags/v1.2.3.tar.gz'),
    package: mostly('harbor'),
    programs: fc.tuple(...harborPrograms.map(anyProgram)),
    data: mostly('data'),
    paths: fc.array(mostly('cmd/harbor/main.go'), {minLength: 1, maxLength: 3}),
    language: fc.constantFrom('go', 'rust', 'other'),
  })
  .map(({described: facts, owner, name, tag, version, spdx, licensePath, source, package: given, data, paths, ...others}) => ({
    ...facts,
    ...others,
    project: {...facts.project, repository: {owner, name}, tag, version, packages: namedAll(given)},
    license: {...facts.license, spdx, path: licensePath},
    source: {url: source, sha256: facts.source?.sha256 ?? ''},
    paths: [...paths, 'Cargo.lock', licensePath, ...appFiles(data)],
  }));
