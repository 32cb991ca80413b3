import {stat} from 'node:fs/promises';
import path from 'node:path';

/** The name of the file at the repository's root. */
export const configurationFile = 'portcall.yaml';

const isThere = async (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/** The folder whose `portcall.yaml` counts: the repository's root, else the folder itself. */
export const findConfigurationFolder = async (folder: string): Promise<string> => {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if (await isThere(path.join(at, '.git'))) return at;
    if (at === path.dirname(at)) return path.resolve(folder);
  }
};

/** Whether a configuration stands there at all, at little cost. */
export const hasConfiguration = async (folder: string): Promise<boolean> =>
  isThere(path.join(await findConfigurationFolder(folder), configurationFile));
