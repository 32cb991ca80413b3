import {rmSync} from 'node:fs';
import {chmod, mkdir, mkdtemp, open, readdir, realpath, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';

/** A folder that nothing else uses, with an empty home and an empty place to work in. */
export type TryFolder = {
  readonly root: string;
  readonly work: string;
  /** Its own name, which nothing else has. */
  readonly mark: string;
  /** False: something of it could not be taken away. */
  remove(): Promise<boolean>;
};

/* What was built may be read-only, which keeps even its owner from taking it away. */
const makeWritable = async (folder: string): Promise<void> => {
  await chmod(folder, 0o700).catch(() => undefined);
  for (const entry of await readdir(folder, {withFileTypes: true}).catch(() => [])) {
    if (entry.isDirectory()) await makeWritable(path.join(folder, entry.name));
  }
};

const removeFolder = async (folder: string): Promise<boolean> => {
  const remove = () => rm(folder, {recursive: true, force: true, maxRetries: 2}).then(() => true);
  return remove()
    .catch(async () => {
      await makeWritable(folder);
      return remove();
    })
    .catch(() => false);
};

/** Makes the folder; it goes with the process too, however that ends. */
export const createTryFolder = async (): Promise<TryFolder> => {
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'portcall-install-')));
  const removeNow = () => rmSync(root, {recursive: true, force: true});
  process.once('exit', removeNow);
  for (const name of ['home', 'tmp', 'work']) await mkdir(path.join(root, name), {mode: 0o700});
  return {
    root,
    work: path.join(root, 'work'),
    mark: path.basename(root),
    remove: async () => {
      const isGone = await removeFolder(root);
      process.off('exit', removeNow);
      return isGone;
    },
  };
};

/** Writes a file piece by piece where none is yet. False: there is nothing to write. */
export const download = async (
  {to, isExecutable}: {readonly to: string; readonly isExecutable: boolean},
  body: AsyncIterable<Uint8Array> | undefined,
  signal: AbortSignal,
): Promise<boolean> => {
  if (body === undefined) return false;
  await mkdir(path.dirname(to), {recursive: true});
  const file = await open(to, 'wx', isExecutable ? 0o700 : 0o600);
  try {
    for await (const piece of body) {
      signal.throwIfAborted();
      await file.write(piece);
    }
  } finally {
    await file.close();
  }
  return true;
};
