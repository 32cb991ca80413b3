import {describe, expect, it} from 'vitest';
import {editTools} from '../../src/demo/runner/shell/edit-tools.ts';
import {runText} from '../../src/demo/runner/shell/execute.ts';
import {fileTools} from '../../src/demo/runner/shell/file-tools.ts';
import {inputOf, type Program, type Shell, toText} from '../../src/demo/runner/shell/shell.ts';
import {textTools} from '../../src/demo/runner/shell/text-tools.ts';

type Setup = {
  readonly files?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly strict?: boolean;
};

const run = (script: string, {files = {}, variables = {}, strict = true}: Setup = {}) => {
  const programs: Readonly<Record<string, Program>> = {...textTools, ...fileTools, ...editTools, fails: () => 7};
  const shell: Shell = {
    disk: {files: new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])), folders: new Set(['/project'])},
    folder: '/project',
    variables: {...variables},
    functions: new Map(),
    options: {endsOnError: strict, endsOnUnset: false, heedsPipes: strict},
    args: ['script.sh', 'one', 'two words'],
    status: 0,
    findProgram: (name) => programs[name],
  };
  let said = '';
  const write = (bytes: string): void => {
    said += bytes;
  };
  const code = runText(script, shell, {input: inputOf(''), out: write, errors: write});
  return {code, said: toText(said), file: (path: string) => shell.disk.files.get(path)?.toString('utf8')};
};

describe('the shell of a simulated runner', () => {
  it.each([
    ['echo "a $X" \'$X\' $X', 'a b  c $X b c\n'],
    ['version="${INPUT:-${REF#v}}"; echo "$version"', '1.0.35\n'],
    [
      'for t in linux/amd64 darwin/arm64; do echo "${t%/*} ${t#*/} ${t/\\//-}"; done',
      'linux amd64 linux-amd64\ndarwin arm64 darwin-arm64\n',
    ],
    ['n=$(printf "b\\na\\nb\\n" | sort -u | wc -l); if [ "$n" -ne 2 ]; then echo wrong; else echo "right $n"; fi', 'right 2\n'],
    ['if fails; then echo yes; elif ! fails; then echo no; fi', 'no\n'],
    ['fails || echo "code $?"; fails && echo never; echo on', 'code 7\non\n'],
    ['case windows-amd64 in linux-*) echo l ;; windows-*|win) echo w ;; esac', 'w\n'],
    ['printf "a  1.zip\\nb  2.zip\\n" > list; while read -r sum file; do echo "${file%.zip}=$sum"; done < list', '1=a\n2=b\n'],
    ['cat <<EOF > out\nhello $X\nEOF\ncat out', 'hello b  c\n'],
    ["cat <<'EOF'\n$X\nEOF", '$X\n'],
    ['greet() { echo "hi $1"; }; greet you; echo "$# $2"', 'hi you\n2 two words\n'],
    ['(cd sub && pwd); pwd', '/project/sub\n/project\n'],
    ['for f in sub/*.txt; do basename "$f" .txt; done', 'a\nb\n'],
    ['echo "a-b" | tr a-z- A-Z_; echo "x y" | cut -d" " -f2', 'A_B\ny\n'],
    ['sed -i "s/PLACE/$REF/" sub/a.txt; sed -i "" "s|v|V|" sub/a.txt; cat sub/a.txt', 'here V1.0.35\n'],
    ["echo '{\"version\": \"1.2\"}' | jq -r .version; echo 'a b c' | awk '{print $2}'", '1.2\nb\n'],
    ['[[ $REF == v* && -n "$X" ]] && echo tagged', 'tagged\n'],
    ['i=0; while [ $i -lt 3 ]; do i=$((i + 1)); [ $i -eq 2 ] && continue; echo $i; done', '1\n3\n'],
    ['echo "# no comment" # a comment\necho one \\\n  two', '# no comment\none two\n'],
    ['x=`echo old`; echo ${x^^} ${#x} ${NONE-empty} ${x:1:1}', 'OLD 3 empty l\n'],
    ['n=1.zip; echo "a $(echo "${n%.zip}" | tr 1 "x") b"; (cd sub && echo "$(basename "/p/q")")', 'a x b\nq\n'],
    ['echo dünn | tee -a copy > /dev/null; cat copy', 'dünn\n'],
    ['HOME=/home; echo key > ~/.ssh; cat /home/.ssh; echo ~ "~" a~ ~b; key=~/k; echo "$key"', 'key\n/home ~ a~ ~b\n/home/k\n'],
  ])('runs %s', (script, said) => {
    const files = {'/project/sub/a.txt': 'here PLACE\n', '/project/sub/b.txt': ''};
    expect(run(script, {files, variables: {X: 'b  c', REF: 'v1.0.35'}})).toMatchObject({said, code: 0});
  });

  it('ends at the first failure, and at a failure inside a pipe, where it was told so', () => {
    expect(run('fails\necho never')).toMatchObject({code: 7, said: ''});
    expect(run('fails | cat\necho never')).toMatchObject({code: 7, said: ''});
    expect(run('fails | cat\necho on', {strict: false})).toMatchObject({code: 0, said: 'on\n'});
    expect(run('x=$(fails)\necho never')).toMatchObject({code: 7});
    expect(run('echo a; exit 3; echo b')).toMatchObject({code: 3, said: 'a\n'});
    expect(run('set -u\necho "$NOTHING"')).toMatchObject({code: 1, said: 'bash: line 1: NOTHING: unbound variable\n'});
  });

  it('says what it does not know', () => {
    expect(run('frobnicate --now')).toMatchObject({code: 127, said: 'bash: line 1: frobnicate: command not found\n'});
    expect(run('cd nowhere')).toMatchObject({code: 1, said: 'bash: line 1: cd: nowhere: No such file or directory\n'});
    expect(run('echo "open')).toMatchObject({code: 2});
    expect(run('sed s/a/b/ none')).toMatchObject({code: 2, said: "sed: can't read none: No such file or directory\n"});
  });

  it('runs a script file with its arguments', () => {
    const files = {
      '/project/x.sh': '#!/usr/bin/env bash\nset -euo pipefail\nversion="$1"\nmkdir -p out\necho "$version" > "out/$version.txt"\n',
    };
    expect(run('./x.sh 1.2', {files}).file('/project/out/1.2.txt')).toBe('1.2\n');
  });
});
