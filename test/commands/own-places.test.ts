import {afterEach, describe, expect, it} from 'vitest';
import {addCommit, addRepository} from '../../src/demo/github/new-repository.ts';
import {documentOf, rowIn} from '../support/bad-input.ts';
import {openStage, type Stage} from '../support/run-portcall.ts';

let stage: Stage;
afterEach(() => stage.end());

const owner = 'Michael-A-Kuykendall';
const at = '2026-01-01T00:00:00Z';
const addPlace = (name: string, files: Readonly<Record<string, string>>, isPrivate = false) => {
  const place = addRepository(stage.world.github, {
    id: 4_000 + name.length,
    owner,
    name,
    createdAt: at,
    pushedAt: at,
    isPrivate,
    pushers: [owner],
  });
  const contents = new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)] as const));
  addCommit(place, 'main', {files: contents, message: 'Add', author: owner, date: at});
};
const look = async () => documentOf(await stage.portcall(['status', '--json', '--only', 'homebrew,scoop']));
const asked = (place: string) =>
  stage.served.log
    .all()
    .map(({path}) => path)
    .filter((path) => path.includes(place));

describe('a tap and a bucket in the simulated world', () => {
  const formula = `class Contextlite < Formula\n  url "https://github.com/${owner}/contextlite/archive/v1.0.34.tar.gz"\n  sha256 "${'e'.repeat(64)}"\nend\n`;
  it('are read where their files lie', async () => {
    stage = await openStage();
    addPlace('homebrew-tap', {'Formula/c/contextlite.rb': formula});
    addPlace('scoop-bucket', {'contextlite.json': '{"version": "1.0.34", "url": "https://tool.example/c.zip"}'});
    const document = await look();
    expect([rowIn(document, 'homebrew').version, rowIn(document, 'scoop').version]).toEqual(['1.0.34', '1.0.34']);
    expect([rowIn(document, 'homebrew').cells.account.state, rowIn(document, 'scoop').cells.account.state]).toEqual(['ok', 'ok']);
    expect(asked('/homebrew-tap')).toHaveLength(3);
  });
  it('serve nothing while they are private, and cost one request where they are not', async () => {
    stage = await openStage();
    addPlace('homebrew-tap', {'Formula/contextlite.rb': formula}, true);
    const document = await look();
    expect(rowIn(document, 'homebrew').version).toBeNull();
    expect(JSON.stringify(rowIn(document, 'homebrew').cells)).toContain('homebrew-tap is private');
    expect(asked('/scoop-bucket')).toHaveLength(1);
  });
});
