import {fullPath, isFolder, readBytes, type Shell} from '../shell/shell.ts';

type Inputs = Readonly<Record<string, string>>;

const copied = /^COPY\s+(?:--\S+\s+)*(\[.*\])\s*$/gm;

/** The files that a Dockerfile copies out of its context by a list, for one processor. */
const copiedFor = (dockerfile: string, processor: string): readonly string[] =>
  [...dockerfile.matchAll(copied)]
    .filter(([line]) => !line.includes('--from'))
    .flatMap(([, list = '[]']) => (JSON.parse(list) as readonly string[]).slice(0, -1))
    .map((path) => path.replace(/\$\{?TARGETARCH\}?/g, processor));

/** Why an image can't be built from its Dockerfile and its context; undefined: it can, as far as that is looked at here. */
export const buildFault = ({context = '.', file, platforms = 'linux/amd64'}: Inputs, shell: Shell): string | undefined => {
  if (file === undefined) return undefined;
  const dockerfile = readBytes(shell, file);
  if (dockerfile === undefined)
    return `failed to build: failed to solve: failed to read dockerfile: open ${file.split('/').at(-1)}: no such file or directory`;
  if (!isFolder(shell, fullPath(shell, context))) return `unable to prepare context: path "${context}" not found`;
  const missing = platforms
    .split(',')
    .flatMap((platform) => copiedFor(dockerfile, platform.trim().split('/')[1] ?? 'amd64'))
    .find((path) => !shell.disk.files.has(fullPath(shell, `${context}/${path}`)));
  return missing === undefined
    ? undefined
    : `failed to build: failed to solve: failed to compute cache key: failed to calculate checksum of ref: "/${missing}": not found`;
};
