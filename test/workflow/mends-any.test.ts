import fc from 'fast-check';
import {expect, it} from 'vitest';
import {failingJobs} from '../../src/demo/contextlite/failing-jobs.ts';
import {workflowTextOf} from '../../src/demo/contextlite/job-text.ts';
import {firstJobs} from '../../src/demo/contextlite/jobs.ts';
import {parsed} from '../../src/workflow/add-selector.ts';
import {mendsOf} from '../../src/workflow/mend/mends.ts';
import {looseUsesIn} from '../../src/workflow/mend/pinning.ts';
import {groundOf, npmJob, onTag, secret} from './world.ts';

const release = '  release:\n    runs-on: x\n    steps:\n      - uses: softprops/action-gh-release@v2\n';
const fixtures: readonly string[] = [
  workflowTextOf([...firstJobs, ...failingJobs]),
  npmJob('npm publish || true', '    continue-on-error: true\n'),
  npmJob('if [ -z "$NODE_AUTH_TOKEN" ]; then\n  exit 0\nfi\nset +e\nnpm publish'),
  npmJob('npm publish').replace('run: |', "if: env.NODE_AUTH_TOKEN != ''\n        run: |"),
  npmJob('npm publish --provenance', '    permissions:\n      contents: read\n'),
  onTag(
    `${release}  choco:\n    needs: [a]\n    runs-on: x\n    steps:\n      - run: gh release download v1\n      - run: choco push x\n  a:\n    runs-on: x\n    steps:\n      - run: make\n`,
  ),
  onTag(
    '  publish-homebrew:\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          repository: octo/homebrew-tap\n          token: ${{ github.token }}\n      - run: git push\n',
  ),
  onTag(
    `  release:\n    runs-on: x\n    steps:\n      - run: |\n          gh release create "$TAG"\n          gh release upload "$TAG" x.zip\n  npm:\n    needs: release\n    runs-on: x\n    steps:\n      - run: |\n          curl -L -o x https://x.example\n          sha256sum x\n      - run: npm publish\n`,
  ),
];

/** Comments and blank lines put between the lines that are no part of a script or a text of several lines. */
const commented = (text: string, places: readonly number[]): string => {
  const lines = text.split('\n');
  const own = lines.flatMap((line, at) => (/^ *(?:- )?[\w-]+:(?: \S.*)?$/.test(line) && !/[|>]\s*$/.test(line) ? [at] : []));
  const chosen = new Set(places.map((place) => own[place % Math.max(1, own.length)]));
  return lines.flatMap((line, at) => (chosen.has(at) ? [`${/^ */.exec(line)?.[0] ?? ''}# kept ${at}`, line] : [line])).join('\n');
};

const commentsIn = (text: string): readonly string[] => text.match(/# kept \d+/g) ?? [];

it('keeps every comment, the line ends and all that is not its own, one after the other', () => {
  const sha = 'a'.repeat(40);
  fc.assert(
    fc.property(
      fc.constantFrom(...fixtures),
      fc.array(fc.nat(200), {maxLength: 6}),
      fc.boolean(),
      fc.boolean(),
      (fixture, places, isWindows, endsOpen) => {
        const plain = commented(endsOpen ? fixture.trimEnd() : fixture, places);
        const text = isWindows ? plain.replaceAll('\n', '\r\n') : plain;
        const pins = new Map(looseUsesIn(text).map(({action, version}) => [`${action}@${version}`, sha]));
        const found = mendsOf(groundOf(text, {secrets: [secret('NPM_TOKEN')]}, pins));
        expect(found.some(({kind}) => kind === 'edit')).toBe(true);
        let now = text;
        for (const mend of found) {
          if (mend.kind === 'advice') continue;
          const after = mend.apply(now);
          if (after === undefined) continue;
          expect(parsed(after)).toBeDefined();
          expect(commentsIn(after)).toEqual(commentsIn(now));
          expect(mend.apply(after)).toBeUndefined();
          now = after;
        }
        expect(isWindows ? now.replaceAll('\r\n', '').includes('\n') : now.includes('\r')).toBe(false);
      },
    ),
    {numRuns: 60},
  );
}, 60_000);
