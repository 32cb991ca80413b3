import {describe, expect, it} from 'vitest';
import {filteredText} from '../../src/demo/runner/shell/small-jq.ts';

const release = {
  tag: 'v1',
  assets: [
    {name: 'a.zip', digest: 'sha256:aa', size: 3},
    {name: 'b "c".zip', digest: null, size: 4},
  ],
};

describe('the runner’s jq', () => {
  it.each([
    ['.', `${JSON.stringify(release)}\n`],
    ['.tag', 'v1\n'],
    ['.missing.further', 'null\n'],
    ['.assets[].name', 'a.zip\nb "c".zip\n'],
    ['.assets[1].size', '4\n'],
    ['.["assets"] | length', '2\n'],
    ['.assets[] | "\\(.digest) \\(.name)"', 'sha256:aa a.zip\nnull b "c".zip\n'],
    ['.assets[] | select(.name == "a.zip") | .digest', 'sha256:aa\n'],
    ['.assets[] | select(.digest) | .size', '3\n'],
    ['.assets[] | select(.size != 3) | .name', 'b "c".zip\n'],
  ])('%s', (filter, text) => expect(filteredText(release, filter)).toBe(text));
});
