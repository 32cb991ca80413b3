import {mkdtemp, rm, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, it} from 'vitest';
import {folderNames, foldersOf, stateFolderOf} from '../../src/tools/folders.ts';

it('are one folder where PORTCALL_HOME names it', () => {
  expect(folderNames({PORTCALL_HOME: '/p'}, {platform: 'linux', home: '/h'})).toEqual({
    config: '/p/config',
    state: '/p/state',
    cache: '/p/cache',
  });
});

it('are the platform’s own otherwise', () => {
  expect(folderNames({}, {platform: 'linux', home: '/h'})).toEqual({
    config: '/h/.config/portcall',
    state: '/h/.local/state/portcall',
    cache: '/h/.cache/portcall',
  });
  expect(folderNames({XDG_CACHE_HOME: '/c', XDG_STATE_HOME: 'relative'}, {platform: 'linux', home: '/h'})).toMatchObject({
    state: '/h/.local/state/portcall',
    cache: '/c/portcall',
  });
  expect(folderNames({}, {platform: 'darwin', home: '/Users/a'}).cache).toBe('/Users/a/Library/Caches/portcall');
  expect(folderNames({LOCALAPPDATA: 'C:\\L'}, {platform: 'win32', home: 'C:\\Users\\a'})).toEqual({
    config: 'C:\\Users\\a\\AppData\\Roaming\\portcall',
    state: 'C:\\L\\portcall\\state',
    cache: 'C:\\L\\portcall\\cache',
  });
});

it('are made for their owner alone, and one that can’t be made stops nothing', async () => {
  const home = await mkdtemp(path.join(tmpdir(), 'portcall-folders-'));
  try {
    const env = {PORTCALL_HOME: path.join(home, 'deep/er')};
    const folders = await foldersOf(env);
    for (const folder of Object.values(folders)) expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(stateFolderOf(env)).toBe(folders.state);
    await expect(foldersOf({PORTCALL_HOME: '/dev/null/x'})).resolves.toMatchObject({state: '/dev/null/x/state'});
  } finally {
    await rm(home, {recursive: true});
  }
});
