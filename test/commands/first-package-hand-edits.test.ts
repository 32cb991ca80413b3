import {afterEach, describe, expect, it} from 'vitest';
import {marketplaces} from '../../checks/index.ts';
import type {MarketplaceId} from '../../src/model/marketplace-id.ts';
import {appFacts} from '../support/app-facts.ts';
import {filesIn, openBareScene} from '../support/bare-scene.ts';
import {commitTo, textAt} from '../support/hands-world.ts';
import type {PackageScene} from '../support/package-scene.ts';

const scenes: PackageScene[] = [];
afterEach(() => Promise.all(scenes.splice(0).map(({stage}) => stage.end())));
const openScene = async (): Promise<PackageScene> => {
  const scene = await openBareScene();
  scenes.push(scene);
  return scene;
};

type Way = {readonly id: MarketplaceId; readonly variant: string | undefined};

/** Every way of writing a first package whose files stand in the project's own repository. */
const ways: readonly Way[] = marketplaces.flatMap(({id, firstPackage}) => {
  const variants = firstPackage?.variants?.map((one) => one.id) ?? [undefined];
  // Flathub's description of a program with windows is first written where there is none.
  const facts = appFacts({paths: appFacts().paths.filter((path) => !path.endsWith('.metainfo.xml'))});
  return variants.flatMap((variant): readonly Way[] => {
    const made = firstPackage?.filesOf(facts, variant);
    return made?.kind === 'files' && made.place.kind === 'project' ? [{id, variant}] : [];
  });
});

/** What a person changes: the description where the file has it, and an end of its own everywhere. */
const editedByHand = (text: string): string => `${text.replaceAll('A small context engine for code', 'My own words')}\n`;

/** What was written anywhere; the VS Code Marketplace is asked by a POST. */
const changesIn = (scene: PackageScene): readonly string[] => scene.writes().filter((one) => !one.endsWith('/gallery/extensionquery'));

describe('a first package whose files stand in the repository, edited by hand', {timeout: 60_000}, () => {
  it('is looked at for every marketplace that keeps them there', () => {
    expect([...new Set(ways.map(({id}) => id))]).toEqual([
      'npm',
      'pypi',
      'docker-hub',
      'chocolatey',
      'crates-io',
      'snapcraft',
      'vscode',
      'github-packages',
      'flathub',
      'nix',
    ]);
  });

  it.each(ways)('$id ($variant): a diff is shown, the edits stay, and a second time nothing changes', async ({id, variant}) => {
    const scene = await openScene();
    const args = [id, ...(variant === undefined ? [] : ['--variant', variant])];
    const made = await filesIn(scene, args);
    expect(new Set(made.map(({action}) => action))).toEqual(new Set(['create']));
    const edits = Object.fromEntries(made.map(({path, contents}) => [path, editedByHand(contents)]));
    commitTo(scene.repository('contextlite'), edits);
    const standing = () => Object.fromEntries(made.map(({path}) => [path, textAt(scene.repository('contextlite'), path)]));

    const {out} = await scene.firstPackage([...args, '--dry-run']);
    for (const {path} of made) expect(out).toContain(`  ${path}: stays as it stands\n    Portcall would have written it otherwise`);
    if (Object.values(edits).some((text) => text.includes('My own words'))) expect(out).toMatch(/^ +- .*My own words/m);
    expect(await filesIn(scene, args)).toEqual(made.map(({path}) => ({path, contents: edits[path], action: 'same'})));

    for (const _ of ['first', 'second']) {
      await scene.firstPackage([...args, '--yes']);
      expect([standing(), changesIn(scene)]).toEqual([edits, []]);
    }
  });

  it.each(ways)('$id ($variant): as it was made it stays, and nothing is to be said of it', async ({id, variant}) => {
    const scene = await openScene();
    const args = [id, ...(variant === undefined ? [] : ['--variant', variant])];
    const made = await filesIn(scene, args);
    commitTo(scene.repository('contextlite'), Object.fromEntries(made.map(({path, contents}) => [path, contents])));
    const {out} = await scene.firstPackage([...args, '--yes']);
    expect([out.includes('would have written it otherwise'), changesIn(scene)]).toEqual([false, []]);
    expect(await filesIn(scene, args)).toEqual(made.map((file) => ({...file, action: 'same'})));
  });
});
