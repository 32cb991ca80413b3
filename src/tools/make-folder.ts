import {mkdir, stat} from 'node:fs/promises';
import path from 'node:path';

/** Makes a folder and those above it, for their owner alone. Node's own recursive way never ends below `/proc`. */
export const makeFolder = async (folder: string): Promise<void> => {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory()) return;
  const above = path.dirname(folder);
  if (above !== folder) await makeFolder(above);
  await mkdir(folder, {mode: 0o700}).catch((failure: NodeJS.ErrnoException) => {
    // Somebody else may have made it in between.
    if (failure.code !== 'EEXIST' || found !== undefined) throw failure;
  });
};
