import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {shellFileName} from '../../../checks/first-package/release-files.ts';
import {marketplaces} from '../../../checks/index.ts';
import type {ProgramFacts, ReleasedProgram} from '../../../src/model/first-package.ts';
import {newWorkflowText, type WantedJob} from '../../../src/workflow/write-workflow.ts';
import {anyText, isInstalled, printedBy, wordOf} from '../../support/hostile-text.ts';
import {harborPrograms, programFacts} from '../../support/program-facts.ts';

const marked = '${{ secrets.OUTSIDE }}';
/** Texts in which GitHub would see an expression, as they are or once a version is cut out of them. */
const begun = [
  '${{ secrets.OUTSIDE }}',
  '$1.2.3{{ secrets.OUTSIDE }}',
  '$${{ secrets.OUTSIDE }}',
  '\\${{ secrets.OUTSIDE }}',
  '"${{ secrets.OUTSIDE }}"',
];
const around = (usual: string): fc.Arbitrary<string> =>
  fc.oneof(
    {weight: 3, arbitrary: fc.constant(usual)},
    {weight: 2, arbitrary: fc.constantFrom(...begun).map((text) => `${text}${usual}`)},
    {weight: 1, arbitrary: fc.tuple(anyText, anyText).map(([before, after]) => `${before}${marked}${after}${usual}`)},
  );

const anyProgram = (one: ReleasedProgram): fc.Arbitrary<ReleasedProgram> =>
  fc
    .record({name: around(one.asset.name), url: around(one.asset.url), path: around(one.path), beside: around('lib.dll')})
    .map(({name, url, path, beside}) => ({...one, asset: {...one.asset, name, url}, path, besides: ['LICENSE', beside]}));

/** Facts in which an expression stands wherever GitHub, a tag, an archive or a repository can bring one. */
const anyFacts: fc.Arbitrary<ProgramFacts> = fc
  .record({
    text: around('Moves boxes'),
    homepage: around('https://harbor.example/'),
    author: around('Harbor Tools'),
    command: fc.oneof({weight: 4, arbitrary: fc.constant('harbor')}, around('harbor')),
    defaultBranch: around('main'),
    owner: fc.oneof({weight: 4, arbitrary: fc.constant('harbor-tools')}, around('harbor-tools')),
    tag: around('v1.2.3'),
    folder: around('packaging'),
    license: around('LICENSE'),
    programs: fc.tuple(...harborPrograms.map(anyProgram)),
  })
  .map(({text, homepage, author, command, defaultBranch, owner, tag, folder, license, programs}) => {
    const usual = programFacts();
    return programFacts({
      description: text,
      homepage,
      author,
      command,
      defaultBranch,
      topics: [text],
      license: {spdx: 'MIT', path: license, text: `MIT License\n${text}\n`},
      project: {...usual.project, tag, repository: {owner, name: 'harbor'}},
      paths: ['harbor.nuspec', 'icon.png', 'package.json', 'PKGBUILD', 'snap/snapcraft.yaml'].map((path) => `${folder}/${path}`),
      programs,
    });
  });

/** Everything that GitHub takes for an expression. */
const expressionsIn = (text: string): readonly string[] => text.match(/\$\{\{[\s\S]*?(?:\}\}|$)/g) ?? [];

const jobsOf = (facts: ProgramFacts): readonly WantedJob[] =>
  marketplaces.flatMap(({id, title, firstPackage}) => {
    const job = firstPackage?.job?.(facts);
    return job === undefined ? [] : [{marketplace: id, title, job}];
  });

describe('a generated workflow', () => {
  it('holds no expression that comes from outside, whatever names, paths and texts are', {timeout: 120_000}, () => {
    let seen = 0;
    fc.assert(
      fc.property(anyFacts, around('v'), fc.constantFrom('release', 'started'), (facts, tagPrefix, start) => {
        const [first, ...rest] = jobsOf(facts);
        if (first === undefined) return;
        seen += 1 + rest.length;
        const text = newWorkflowText({jobs: [first, ...rest], start, tagPrefix}, new Map());
        expect(expressionsIn(text).filter((one) => one.includes('OUTSIDE'))).toEqual([]);
      }),
      {numRuns: 300},
    );
    expect(seen).toBeGreaterThan(600);
  });

  it('is made for every marketplace that has a job', () => {
    const withJob = marketplaces.filter(({firstPackage}) => firstPackage?.job !== undefined).map(({id}) => id);
    expect(jobsOf(programFacts()).map(({marketplace}) => marketplace)).toEqual(withJob);
  });
});

describe('a released file’s name as a word of bash', () => {
  it.skipIf(!isInstalled('bash', '--version'))('is that name and no other, with no expression in it', () => {
    fc.assert(
      fc.property(fc.array(around('harbor-1.2.3.tar.gz').map(wordOf), {minLength: 40, maxLength: 40}), (names) => {
        const words = names.map((name) => shellFileName(name, '1.2.3'));
        expect(words.filter((word) => word.includes('${{'))).toEqual([]);
        expect(
          printedBy('bash', ['--noprofile', '--norc'], `VERSION=1.2.3\nprintf '%s\\0' ${words.join(' ')}`)
            .split('\0')
            .slice(0, -1),
        ).toEqual(names);
      }),
      {numRuns: 20},
    );
  });
});
