import path from 'node:path';
import {makeFolder} from './tools/make-folder.ts';

/** Whether the one folder for everything on disk is there or can be made; of one that can't it is said once that nothing is kept. */
export const canHave = async (home: string): Promise<boolean> => {
  try {
    await makeFolder(path.resolve(home));
    return true;
  } catch (failure) {
    const why = failure instanceof Error && 'code' in failure ? String(failure.code) : String(failure);
    process.stderr.write(`PORTCALL_HOME names a folder that can't be made (${why}), so nothing is kept.\n`);
    return false;
  }
};
