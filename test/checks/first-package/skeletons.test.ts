import {describe, expect, it} from 'vitest';
import {skeletonKind} from '../../support/skeletons.ts';

const formula = (text: string): string =>
  `class A < Formula\n  desc ${text}\n  def install\n    bin.install "a"\n  end\n  test do\n    shell_output("a")\n  end\nend\n`;

/** Of each kind: a file, one that differs in a text alone, and some in which a text became something else. */
const rows: readonly (readonly [path: string, usual: string, other: string, ...injected: readonly string[]])[] = [
  ['a.json', '{"a": "b"}', '{"a": "c"}', '{"a": "b", "d": "e"}', '{"a": "b"'],
  ['a.yaml', 'a: "b"\n', 'a: "c: d"\n', 'a: "b"\nc: d\n', 'a: b: c\n'],
  ['a.toml', 'a = "b"\n', 'a = "c"\n', 'a = "b"\nc = "d"\n', 'a = "b\n'],
  ['a.nuspec', '<a><b>c</b></a>', '<a><b>d</b></a>', '<a><b>c</b><d/></a>', '<a><b>c</a>'],
  ['a.js', 'f("a");', 'f("b");', 'f("a" + g());', 'f("a'],
  ['.SRCINFO', 'pkgbase = a\n', 'pkgbase = b\n', 'pkgbase = a\npkgname = b\n', 'pkgbase = a\nb\n'],
  ['a.ps1', "# it's\n$a = 'b'\n", "# it's\n$a = 'c; d'\n", "# it's\n$a = 'b'; c\n", '# it\'s\n$a = "$(c)"\n', "# it's\n$a = 'b\u2019; c\n"],
  ['a.rs', 'f(\'"\', "a"); // b\'s', 'f(\'"\', "c"); // b\'s', 'f(\'"\', "a", g()); // b\'s'],
  [
    'Dockerfile',
    '# it\'s\nFROM a\nLABEL b="c"\n',
    '# it\'s\nFROM a\nLABEL b="d"\n',
    'FROM a\nLABEL b="c"\nRUN d\n',
    'FROM a\nLABEL b="$d"\n',
    'FROM a\nLABEL b="c\nd"\n',
  ],
  ['a.tsv', 'a\tb\n', 'a\tc\n', 'a\tb\tc\n'],
  [
    'Formula/a.rb',
    formula('"b"'),
    formula('"c"'),
    formula('"#{system("b")}"'),
    formula('"b"; touch "c"'),
    formula('"#{`b`}"'),
    formula('"b'),
  ],
  ['PKGBUILD', "a='b'\n", "a='c'\n", 'a="$(touch b)"\n', "a='b'\nc=d\n", "a='b'\nd\n", "a='b\n", "package() { touch x; }\na='b'\n"],
  ['a.nix', '{a = "b";}', '{a = "c";}', '{a = "${c}";}', '{a = "b"; d = 1;}', '{a = "b}'],
  ['a.py', 'a = "b"\n', 'a = "c"\n', 'a = "b" + c()\n', 'a = "b\n'],
];

describe('the readers of first packages', () => {
  for (const [path, usual, other, ...injected] of rows) {
    const kind = skeletonKind({path, contents: ''});
    const missing = kind?.missing ?? [];
    it.skipIf(missing.length > 0)(
      `see through texts in ${path}, and see what is more than text${missing.length > 0 ? ` (left out: ${missing.join()})` : ''}`,
      () => {
        const [one, two] = kind!.skeletons([usual, other]);
        expect(two).toEqual(one);
        for (const text of injected) {
          let seen: unknown;
          try {
            seen = kind!.skeletons([text])[0];
          } catch {
            continue;
          }
          expect(seen, text).not.toEqual(one);
        }
      },
    );
  }

  it('know every file that people read, and no other', () => {
    expect(
      ['LICENSE', 'packaging/npm/README.md', '.gitignore', 'tools/VERIFICATION.txt'].map((path) => skeletonKind({path, contents: ''})),
    ).toEqual(Array(4).fill(undefined));
    expect(() => skeletonKind({path: 'a.cmd', contents: ''})).toThrow('Nothing in the tests reads a.cmd.');
  });
});
