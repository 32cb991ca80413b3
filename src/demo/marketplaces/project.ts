import {createHash} from 'node:crypto';
import type {PackedFile} from '../contextlite/tar.ts';
import type {DemoSetting} from '../service.ts';
import {fileInTarGz} from './tar-reader.ts';

/** The demo's project as its marketplaces know it. */
export const contextlite = {
  name: 'contextlite',
  owner: 'Michael-A-Kuykendall',
  repository: 'https://github.com/Michael-A-Kuykendall/contextlite',
  /** The user at npm, PyPI and Docker Hub. */
  publisher: 'makuykendall',
  summary: 'Ultra-fast context engine for retrieval and AI applications',
  license: 'MIT',
} as const;

const hour = 3_600_000;

/** A time before the simulated now, as ISO text. */
export const hoursAgo = (setting: DemoSetting, hours: number): string => new Date(setting.now() - hours * hour).toISOString();

/** The program as it was released for Linux; a release without that asset gives bytes that stand for it. */
export const programOf = (setting: DemoSetting, version: string, architecture: 'amd64' | 'arm64'): Buffer => {
  const archive = setting.asset(`v${version}`, `${contextlite.name}-${version}-linux-${architecture}.tar.gz`);
  const found = archive === undefined ? undefined : fileInTarGz(archive, contextlite.name);
  return found ?? Buffer.from(`${contextlite.name} ${version} linux/${architecture}\n`);
};

export const textFile = (name: string, ...lines: readonly string[]): PackedFile => ({name, contents: `${lines.join('\n')}\n`});

export const sha256 = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex');
