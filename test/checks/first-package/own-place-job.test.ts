import {createHash} from 'node:crypto';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {homebrew} from '../../../checks/homebrew.ts';
import {scoop} from '../../../checks/scoop.ts';
import type {FirstPackage, ProgramFacts, ReleasedProgram} from '../../../src/model/first-package.ts';
import {type JobPlace, openJobPlace} from '../../support/job-in-bash.ts';
import {harborPrograms, programFacts} from '../../support/program-facts.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The released files hold their own names; a new release has new files. */
const atVersion = (name: string, version: string): string => name.replaceAll('1.2.3', version);
const bytesOf = (name: string): string => `bytes of ${name}\n`;

const digested = (one: ReleasedProgram): ReleasedProgram => ({...one, sha256: sha256(bytesOf(one.asset.name))});

const rows: readonly {
  readonly title: string;
  readonly first: FirstPackage;
  readonly repository: string;
  readonly file: string;
  readonly facts: ProgramFacts;
  /** It differs from the row before in what is released alone. */
  readonly isVariant?: true;
}[] = [
  {
    title: 'a tap’s formula',
    first: homebrew.firstPackage!,
    repository: 'harbor-tools/homebrew-tap',
    file: 'Formula/harbor.rb',
    facts: programFacts({programs: harborPrograms.map(digested)}),
  },
  {
    title: 'a tap’s formula for bare binaries',
    isVariant: true,
    first: homebrew.firstPackage!,
    repository: 'harbor-tools/homebrew-tap',
    file: 'Formula/harbor.rb',
    facts: programFacts({
      programs: harborPrograms.map((one) => {
        const name = one.asset.name.replace(/\.(?:tar\.gz|zip)$/, one.system === 'windows' ? '.exe' : '');
        const asset = {...one.asset, name, url: one.asset.url.replace(one.asset.name, name)};
        return digested({...one, asset, format: 'binary', path: name, besides: []});
      }),
    }),
  },
  {
    title: 'a bucket’s manifest',
    first: scoop.firstPackage!,
    repository: 'harbor-tools/scoop-bucket',
    file: 'bucket/harbor.json',
    facts: programFacts({programs: harborPrograms.map(digested)}),
  },
  {
    title: 'a bucket’s manifest with folders and programs named after the version, and a bare one',
    isVariant: true,
    first: scoop.firstPackage!,
    repository: 'harbor-tools/scoop-bucket',
    file: 'bucket/harbor.json',
    facts: programFacts({
      programs: harborPrograms.map((one) => {
        if (one.system !== 'windows') return digested(one);
        if (one.architecture === 'arm64') {
          const asset = {...one.asset, name: 'harbor-arm64.exe', url: one.asset.url.replace(one.asset.name, 'harbor-arm64.exe')};
          return digested({...one, asset, format: 'binary', path: asset.name, besides: []});
        }
        return digested({...one, folder: 'harbor-1.2.3', path: 'harbor-1.2.3/harbor-1.2.3-x64.exe'});
      }),
    }),
  },
];

describe.each(rows)('the job for $title, in bash', ({first, repository, file, facts, isVariant}) => {
  let place: JobPlace;
  const fileAt = (version: string): string => {
    const text = JSON.stringify(facts).replaceAll('1.2.3', version);
    const then = JSON.parse(text) as ProgramFacts;
    const found = first.filesOf({...then, programs: then.programs.map(digested)});
    if (found.kind === 'blocked') throw new Error(found.because);
    return found.files[0].contents;
  };
  const job = first.job!(facts)!;
  beforeEach(() => {
    place = openJobPlace(repository, {tag: 'v1.3.0', version: '1.3.0'});
    for (const {asset} of facts.programs) {
      const name = atVersion(asset.name, '1.3.0');
      place.release(name, bytesOf(name));
    }
    place.commit(file, fileAt('1.2.3'));
  });
  afterEach(() => place.end());

  it('brings it to the new version, exactly as it would be written for it, and only once', () => {
    const {code, out, published} = place.runJob(job);
    expect([code, published], out).toEqual([0, 'published=false']);
    expect(place.served(file)).toBe(fileAt('1.3.0'));
    expect(place.commits()).toEqual(['harbor: Update to version 1.3.0', `Change ${file}`]);
    const again = place.runJob(job);
    expect([again.code, again.published], again.out).toEqual([0, 'published=true']);
    expect(place.commits()).toHaveLength(2);
  });

  it('mends digests of the same version', () => {
    place.commit(file, fileAt('1.3.0').replace(/"[0-9a-f]{64}"/, `"${'ab'.repeat(32)}"`));
    const {code, published} = place.runJob(job);
    expect([code, published]).toEqual([0, 'published=false']);
    expect(place.served(file)).toBe(fileAt('1.3.0'));
  });

  if (isVariant) return;

  it('keeps what was changed by hand', () => {
    const byHand = (text: string): string => text.replace('Moves files', 'Carries boxes');
    place.commit(file, byHand(fileAt('1.2.3')));
    expect(place.runJob(job).code).toBe(0);
    expect(place.served(file)).toBe(byHand(fileAt('1.3.0')));
  });

  it('never takes people back to an older version', () => {
    place.commit(file, fileAt('1.10.0'));
    const {code, out} = place.runJob(job);
    expect([code, out]).toEqual([1, expect.stringContaining('has 1.10.0 already, which is newer than 1.3.0')]);
    expect(place.served(file)).toBe(fileAt('1.10.0'));
  });

  it('goes from a prerelease to its release', () => {
    place.commit(file, fileAt('1.3.0-rc.2'));
    const {code, out} = place.runJob(job);
    expect(code, out).toBe(0);
    expect(place.served(file)).toBe(fileAt('1.3.0'));
  });

  it('fails where GitHub can’t say what is served, and takes that for no absence', () => {
    for (const status of ['500', '403', '000']) {
      const {code, out, published} = place.runJob(job, {ANSWER: status});
      expect([code, published]).toEqual([1, '']);
      expect(out).toContain(`GitHub answers ${status}`);
    }
  });

  it('fails where the place has no such file, or a released file is not what GitHub has', () => {
    const other = openJobPlace(repository, {tag: 'v1.3.0', version: '1.3.0'});
    for (const {asset} of facts.programs) other.release(atVersion(asset.name, '1.3.0'), 'x');
    other.commit('README.md', 'A tap.\n');
    expect(other.runJob(job)).toMatchObject({code: 1, out: expect.stringContaining(`has no ${file}`)});
    other.end();
    expect(openAndRun()).toMatchObject({code: 1, out: expect.stringContaining('no assets match')});
  });

  const openAndRun = () => {
    const empty = openJobPlace(repository, {tag: 'v1.3.0', version: '1.3.0'});
    try {
      return empty.runJob(job);
    } finally {
      empty.end();
    }
  };

  it('fails where the file no longer downloads what was released, or a tag would mean something in it', () => {
    place.commit(file, fileAt('1.2.3').replaceAll('harbor-', 'port-'));
    expect(place.runJob(job)).toMatchObject({code: 1, out: expect.stringContaining('does not download')});
    expect(place.runJob(job, {TAG: 'v1.3.0#{x}"&|'})).toMatchObject({code: 1, out: expect.stringContaining('has characters')});
  });
});
