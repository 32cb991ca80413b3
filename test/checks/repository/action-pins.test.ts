import {expect, it} from 'vitest';
import {findActionPins} from '../../../checks/repository/action-pins.ts';
import {createFakeLookup} from '../../support/fake-lookup.ts';

const api = 'https://api.github.com/repos';
const sha = (letter: string) => letter.repeat(40);
const pointer = (type: string, letter: string) => ({body: {ref: 'x', object: {sha: sha(letter), type}}});

it('finds the commit of a tag, through annotated tags, once for each', async () => {
  const lookup = createFakeLookup({
    [`${api}/actions/checkout/git/ref/tags/v5`]: pointer('commit', 'a'),
    [`${api}/octo/deploy/git/ref/tags/v1.2`]: pointer('tag', 'b'),
    [`${api}/octo/deploy/git/tags/${sha('b')}`]: pointer('tag', 'c'),
    [`${api}/octo/deploy/git/tags/${sha('c')}`]: pointer('commit', 'd'),
  });
  const checkout = {action: 'actions/checkout', version: 'v5'};
  const found = await findActionPins(lookup, [checkout, {action: 'octo/deploy/sub', version: 'v1.2'}, checkout]);
  expect([...found.pins]).toEqual([
    ['actions/checkout@v5', sha('a')],
    ['octo/deploy/sub@v1.2', sha('d')],
  ]);
  expect(found.unpinned).toEqual([]);
  expect(lookup.asked).toHaveLength(4);
  lookup.finish();
});

it('names what it could not look up, and goes on', async () => {
  const lookup = createFakeLookup({
    [`${api}/pypa/publish/git/ref/tags/release/v1`]: {status: 404},
    [`${api}/octo/private/git/ref/tags/v1`]: {status: 403},
    [`${api}/octo/odd/git/ref/tags/v1`]: pointer('tree', 'e'),
    [`${api}/octo/deep/git/ref/tags/v1`]: pointer('tag', 'f'),
    [`${api}/octo/deep/git/tags/${sha('f')}`]: pointer('tag', 'f'),
  });
  const uses = [
    {action: 'pypa/publish', version: 'release/v1'},
    {action: 'octo/private', version: 'v1'},
    {action: 'octo/odd', version: 'v1'},
    {action: 'octo/deep', version: 'v1'},
  ];
  const {pins, unpinned} = await findActionPins(lookup, uses);
  expect(pins.size).toBe(0);
  expect(unpinned.map(({action, why}) => `${action}: ${why}`)).toEqual([
    'pypa/publish@release/v1: release/v1 is no tag of pypa/publish, so that it has no commit of its own.',
    `octo/private@v1: Its commit could not be looked up: The fake answers 403 for ${api}/octo/private/git/ref/tags/v1.`,
    'octo/odd@v1: v1 is no tag of octo/odd, so that it has no commit of its own.',
    'octo/deep@v1: v1 is no tag of octo/deep, so that it has no commit of its own.',
  ]);
});
