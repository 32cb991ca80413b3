import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {aurFirstPackage} from '../../checks/first-package/aur.ts';
import {type LocalAur, noAur, startAur} from '../support/local-aur.ts';
import {hostileTexts, programFacts} from '../support/program-facts.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The script of the step that pushes; of the job's other steps none talks to git over SSH. */
const scriptOf = (description: string): string => {
  const [step] = aurFirstPackage.job?.(programFacts({description}))?.publish ?? [];
  if (step?.kind !== 'run') throw new Error('The job pushes nothing.');
  // What GitHub makes of its expressions before a shell sees them.
  return `set -euo pipefail\n${step.lines.join('\n')}\n`.replaceAll("${{ '${{' }}", '${{');
};

describe.skipIf(noAur !== undefined)(
  `the AUR’s job in bash, with git and sshd${noAur === undefined ? '' : ` (left out: ${noAur})`}`,
  {timeout: 60_000},
  () => {
    let aur: LocalAur;
    let folder = '';
    beforeEach(async () => {
      aur = await startAur('harbor-bin');
      folder = mkdtempSync(path.join(tmpdir(), 'portcall-aur-job-'));
      mkdirSync(path.join(folder, 'bin'));
      const {host, port, hostKey} = aur.target;
      writeFileSync(path.join(folder, 'known'), `[${host}]:${port} ${hostKey}\n`);
      // The address is this machine's, and so is its host key: what comes first counts for ssh.
      writeFileSync(
        path.join(folder, 'bin/ssh'),
        `#!/bin/sh\nPATH='${process.env['PATH']}' exec ssh -o UserKnownHostsFile='${folder}/known' "$@"\n`,
      );
      chmodSync(path.join(folder, 'bin/ssh'), 0o755);
    });
    afterEach(async () => {
      await aur.close();
      rmSync(folder, {recursive: true, force: true});
    });

    const run = (version: string, description = 'Moves files between object stores', contents = version) => {
      rmSync(path.join(folder, 'temp'), {recursive: true, force: true});
      mkdirSync(path.join(folder, 'temp/released'), {recursive: true});
      for (const one of ['amd64', 'arm64'])
        writeFileSync(path.join(folder, `temp/released/harbor-${version}-linux-${one}.tar.gz`), `${one} ${contents}`);
      const {GIT_SSH_COMMAND: _, ...git} = aur.environment({});
      const ended = spawnSync('bash', ['-c', scriptOf(description)], {
        cwd: folder,
        encoding: 'utf8',
        env: {
          ...git,
          PATH: `${folder}/bin:${process.env['PATH'] ?? ''}`,
          HOME: folder,
          RUNNER_TEMP: path.join(folder, 'temp'),
          GITHUB_REPOSITORY: 'harbor-tools/harbor',
          TAG: `v${version}`,
          VERSION: version,
          AUR_SSH_KEY: aur.key,
        },
      });
      if (ended.status !== 0) throw new Error(`${ended.stdout}${ended.stderr}`);
      return ended.stdout;
    };

    it('makes the package, changes nothing twice, and goes on to the next version', () => {
      run('1.2.3');
      expect(aur.pushed('.SRCINFO')).toContain(`\tsha256sums_aarch64 = ${sha256('arm64 1.2.3')}\n`);
      expect(run('1.2.3')).toContain('exactly these files already');
      run('1.3.0');
      expect(aur.commits()).toEqual(['Update to 1.3.0', 'Update to 1.2.3']);
      const [pkgbuild, srcinfo] = [aur.pushed('PKGBUILD'), aur.pushed('.SRCINFO')];
      expect(pkgbuild).toContain(`pkgver=1.3.0\npkgrel=1\n`);
      expect(pkgbuild).toContain(`sha256sums_x86_64=('${sha256('amd64 1.3.0')}')`);
      expect(srcinfo).toContain('releases/download/v1.3.0/harbor-1.3.0-linux-amd64.tar.gz\n');
      expect(srcinfo).not.toContain('1.2.3');
      run('1.3.0', undefined, 'uploaded again');
      expect(aur.pushed('.SRCINFO')).toContain('\tpkgrel = 2\n');
      expect(aur.pushed('PKGBUILD')).toContain('pkgrel=2\n');
    });

    it('runs nothing that a description says', () => {
      run('1.2.3', hostileTexts.join(' '));
      expect(spawnSync('find', [folder, '-name', 'canary'], {encoding: 'utf8'}).stdout).toBe('');
      expect(aur.commits()).toEqual(['Update to 1.2.3']);
    });

    it('stops where the files were changed so that they no longer agree', () => {
      run('1.2.3');
      const work = path.join(folder, 'work');
      const git = (...args: readonly string[]) => spawnSync('git', args, {cwd: work, encoding: 'utf8'});
      mkdirSync(work);
      const url = aur.environment({})['GIT_CONFIG_KEY_1']?.replace(/^url\.|\.insteadOf$/g, '') ?? '';
      git('clone', '-q', url, '.');
      writeFileSync(path.join(work, 'PKGBUILD'), (aur.pushed('PKGBUILD') ?? '').replace(sha256('amd64 1.2.3'), 'SKIP'));
      git('-c', 'user.name=a', '-c', 'user.email=a@harbor.example', 'commit', '-qam', 'By hand');
      git('push', '-q', 'origin', 'HEAD:master');
      expect(() => run('1.3.0')).toThrow(/sha256sums_x86_64 can't be brought up to date/);
      expect(aur.commits()).toEqual(['By hand', 'Update to 1.2.3']);
    });
  },
);
