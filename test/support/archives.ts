import {gzipSync, zstdCompressSync} from 'node:zlib';
import {elfProgram, machProgram, peProgram} from '../../src/demo/contextlite/executables.ts';
import {type PackedFile, tarOf} from '../../src/demo/contextlite/tar.ts';
import {zipOf} from '../../src/demo/contextlite/zip.ts';
import type {ProgramArchitecture, ProgramSystem} from '../../src/model/first-package.ts';

/** A program as it stands in an archive. */
export const packedProgram = (name: string, system: ProgramSystem, architecture: ProgramArchitecture): PackedFile => {
  const build = {linux: elfProgram, macos: machProgram, windows: peProgram}[system];
  return {name, contents: build(architecture === 'arm64' ? 'arm64' : 'amd64', `${name}\n`), isExecutable: true};
};

export const readme: PackedFile = {name: 'README.md', contents: '# Harbor\n'};

/** The files as an archive of the kind that its name says. */
export const archiveNamed = (name: string, files: readonly PackedFile[]): Buffer =>
  name.endsWith('.zip') ? zipOf(files) : name.endsWith('.zst') ? zstdCompressSync(tarOf(files)) : gzipSync(tarOf(files));

/** `./harbor/harbor`, a script, `./harbor/README.md` and a link between them, with pax notes; made by other programs. */
export const foreignArchives = {
  xz: '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4Cf/AKNdABcLyYbSQxseXnjJLJpJ9mggW4lqPDmh/N5UMRSf53ioU3NtAPtHYDhoKXyORh/9iwBmSPLoq7XO5AjP8ElU4ql5awwKepAlxkVGnmEmuXf/4l7f5gAu0Vs7od7tTvY4nCgeKR7p6jWHR7t+FuXcB1Bc1R3A7rwDslzG23G7eTNhJaFgP/JpAFqudbyBgpQ8HsfTGwqvw+uZqdzzajddtdjjrQAAAErfAioaGjtuAAG/AYBQAABGxEyUscRn+wIAAAAABFla',
  bz2: 'QlpoOTFBWSZTWYgQ1wUAAHD/gcqQEABoAfeAJkM4EH5vngAAgAwIIACSDJGpqZGgA0B6Q9TQDT9KDaUpppkGg2oADQBoMltVfd41I01OmIISiQKMIykYO+i7TiSvEwITSJl2uJZq3YrKbd8+l6h/daoMrAoGgKuvSQDUaBxR1lK1PCqI7raXh7qjn5y7VygJIAxibkK2E/P1zUaK3G+9orawyQJ8BihCEwmcZmJ7CCB/F3JFOFCQiBDXBQ==',
} as const;
