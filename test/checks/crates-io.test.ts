import {describe, expect, it} from 'vitest';
import {cratesIo, indexPath} from '../../checks/crates-io.ts';
import {Problem} from '../../src/model/problem.ts';
import {against, createFakeLookup, type FakeReply} from '../support/fake-lookup.ts';
import {projectOf} from '../support/project.ts';
import {causesOf} from '../support/situation.ts';
import {jobOf, stepOf} from '../support/workflow.ts';

const index = 'https://index.crates.io/to/ol/tool';
const api = 'https://crates.io/api/v1/crates/tool';
const project = projectOf({packages: {'crates-io': {name: 'tool', from: 'file', path: 'Cargo.toml'}}});
const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const lines = (...versions: readonly (readonly [string, boolean?])[]): FakeReply => ({
  body: versions.map(([vers, yanked = false]) => `${JSON.stringify({name: 'tool', vers, cksum: sha256, yanked, deps: []})}\n`).join(''),
});
const ours: FakeReply = {body: {crate: {repository: 'https://github.com/octo/tool', homepage: null}}};
const theirs: FakeReply = {body: {crate: {repository: 'https://github.com/other/thing'}}};

describe('what crates.io serves', () => {
  const states: readonly (readonly [string, FakeReply, string, string | null])[] = [
    ['the version of the tag', lines(['1.2.2'], ['1.2.3']), 'published', '1.2.3'],
    ['an earlier version', lines(['1.2.2']), 'absent', '1.2.2'],
    ['a yanked version', lines(['1.2.2'], ['1.2.3', true]), 'withdrawn', '1.2.2'],
    ['yanked versions alone', lines(['1.2.3', true]), 'withdrawn', null],
    ['a newer version', lines(['1.2.3'], ['1.10.0'], ['2.0.0-rc.1']), 'published', '1.10.0'],
    ['the version with build metadata', lines(['1.2.3+4']), 'published', '1.2.3+4'],
  ];
  it.each(states)('%s', async (_, reply, kind, serves) => {
    const publication = await against({[index]: reply, [api]: ours}, (lookup) => cratesIo.findPublication(lookup, project));
    expect([publication.version.kind, publication.serves]).toEqual([kind, serves]);
  });
  it('asks the index alone where there is no crate', async () => {
    const publication = await against({[index]: {status: 404}}, (lookup) => cratesIo.findPublication(lookup, project));
    expect(publication).toMatchObject({serves: null, version: {kind: 'absent'}});
  });
  it("takes no stranger's crate for ours", async () => {
    const publication = await against({[index]: lines(['1.2.3']), [api]: theirs}, (lookup) =>
      cratesIo.findPublication(lookup, projectOf()),
    );
    expect(publication).toMatchObject({serves: null, version: {kind: 'absent'}, belongsTo: 'another'});
  });
  it('does not understand a page instead of lines', async () => {
    const lookup = createFakeLookup({[index]: {body: '<html>busy</html>'}});
    await expect(cratesIo.findPublication(lookup, project)).rejects.toSatisfy(
      (thrown) => thrown instanceof Problem && thrown.kind === 'unexpected-answer',
    );
  });
  it('finds a short name where the index keeps it', () => {
    expect(['a', 'ab', 'abc', 'AbCd'].map(indexPath)).toEqual(['1/a', '2/ab', '3/a/abc', 'ab/cd/abcd']);
  });
  it('names the owners', async () => {
    const replies = {[index]: lines(['1.2.3']), [api]: ours, [`${api}/owners`]: {body: {users: [{login: 'octo'}, {login: 'hubber'}]}}};
    expect(await against(replies, async (lookup) => cratesIo.findAccount?.(lookup, project))).toMatchObject({
      kind: 'owns',
      name: 'octo, hubber',
    });
  });
  it('compares the crate with the index', async () => {
    const file = 'https://static.crates.io/crates/tool/tool-1.2.3.crate';
    const verify = (body: string) =>
      against({[index]: lines(['1.2.3']), [file]: {body}}, async (lookup) =>
        cratesIo.verifyPublication?.(lookup, project, {name: 'tool', serves: '1.2.3', version: {kind: 'published'}, evidence: []}),
      );
    expect((await verify('abc'))?.files[0]?.result).toBe('not-comparable');
    expect((await verify('abd'))?.files[0]?.result).toBe('different');
  });
});

describe('the token of crates.io', () => {
  const said = (status: number, detail: string): FakeReply => ({status, body: {errors: [{detail}]}});
  const tests: readonly (readonly [string, FakeReply, string])[] = [
    ['works', said(403, 'this action can only be performed on the crates.io website'), 'valid-rights-unknown'],
    ['is refused', said(403, 'authentication failed'), 'refused'],
    ['has another shape', said(401, 'The given API token does not match the format used by crates.io.'), 'wrong-marketplace'],
    ['meets a block', {status: 403, body: 'We are unable to process your request at this time'}, 'undetermined'],
    ['meets a limit', {status: 429, body: ''}, 'undetermined'],
  ];
  it.each(tests)('%s', async (_, reply, verdict) => {
    const test = await against({'https://crates.io/api/v1/me': reply}, async (lookup) => cratesIo.token?.test?.(lookup, project));
    expect(test?.verdict).toBe(verdict);
  });
});

describe('the files and jobs of crates.io', () => {
  const read = (text: string) => cratesIo.packageFiles?.read('Cargo.toml', text);
  const complete = '[package]\nname = "tool"\nversion = "1.2.3"\ndescription = "A tool"\nlicense = "MIT"\n';
  it('reads a crate', () => {
    expect(read(complete)).toEqual({path: 'Cargo.toml', name: 'tool', version: '1.2.3', faults: []});
    expect(read('[package]\nname = "tool"\nversion.workspace = true')?.faults).toHaveLength(2);
    expect(read(`${complete}publish = false`)).toBeUndefined();
    expect(read('[workspace]\nmembers = ["a"]')).toBeUndefined();
    expect(read('[package')?.faults).toHaveLength(1);
  });
  const cases: readonly (readonly [string, Parameters<typeof stepOf>[0], boolean])[] = [
    ['cargo', {run: 'cd client && cargo publish --allow-dirty'}, true],
    ['an action', {uses: 'katyo/publish-crates'}, true],
    ['a dry run', {run: 'cargo publish --dry-run'}, false],
    ['the sign-in alone', {uses: 'rust-lang/crates-io-auth-action'}, false],
  ];
  it.each(cases)('recognises %s', (_, step, isPublishing) => {
    expect(cratesIo.publishedBy?.publishes(stepOf(step), jobOf([])) !== undefined).toBe(isPublishing);
  });
  it('reads a name out of a command', () => {
    expect(cratesIo.publishedBy?.packageName?.(stepOf({run: 'cargo publish --locked -p tool-client'}))).toBe('tool-client');
  });
  it('names what a log shows', () => {
    expect(causesOf(cratesIo, "error: this crate exists but you don't seem to be an owner")).toEqual(['not-an-owner']);
    expect(causesOf(cratesIo, 'missing or empty metadata fields: description, license')).toEqual(['manifest-incomplete']);
    const cause = cratesIo.causes?.find(({id}) => id === 'publishes-too-often');
    const line = 'You have published too many new crates in a short period of time. Please try again after Fri, 20 Nov 2026 10:10:00 GMT';
    expect(
      cause?.judge({marketplace: {id: 'crates-io', title: 'crates.io'}, project, log: {jobId: 1, url: '', lines: [line as never]}})?.fix,
    ).toContain('10:10:00 GMT');
  });
});
