import type {Place} from '../place.ts';
import {createSnapcraft} from '../programs/snapcraft.ts';
import {packSnaps} from '../programs/snapcraft-pack.ts';
import {childrenOf, fullPath, type Shell, type Streams, writeBytes} from '../shell/shell.ts';

type Inputs = Readonly<Record<string, string>>;

/** `snapcore/action-build`: packs what this machine can, and names one snap of it, with a warning where there are more. */
export const packSnap = (inputs: Inputs, outer: Shell, streams: Streams, place: Place): number => {
  const folder = fullPath(outer, inputs['path'] ?? '.');
  const shell: Shell = {...outer, folder};
  if (packSnaps(place, shell, streams) !== 0) {
    streams.out("##[error]The process '/usr/bin/sudo' failed with exit code 1\n");
    return 1;
  }
  const snaps = childrenOf(shell, folder).filter((name) => name.endsWith('.snap'));
  if (snaps.length > 1) streams.out(`##[warning]Multiple snaps found in ${inputs['path'] ?? '.'}\n`);
  writeBytes(outer, '/runner/output', `snap=${inputs['path'] ?? '.'}/${snaps[0]}\n`);
  return 0;
};

/** `snapcore/action-publish`: uploads one snap; its `store_login` signs in as snapcraft 9 no longer can. */
export const publishSnap = (inputs: Inputs, shell: Shell, streams: Streams, place: Place): number => {
  const snapcraft = createSnapcraft(place);
  const {snap = '', release = '', store_login: login = ''} = inputs;
  const isSignedIn = (shell.variables['SNAPCRAFT_STORE_CREDENTIALS'] ?? '') !== '';
  if (!isSignedIn && login === '') {
    streams.out('##[error]login_data is empty\n');
    return 1;
  }
  if (!isSignedIn && snapcraft(['login', '--with', 'login.txt'], shell, streams) !== 0) return 1;
  return snapcraft(['upload', snap, ...(release === '' ? [] : ['--release', release])], shell, streams);
};
