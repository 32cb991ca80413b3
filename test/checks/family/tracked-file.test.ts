import {createHash} from 'node:crypto';
import {expect, it} from 'vitest';
import {verifyTracked} from '../../../checks/family/tracked-file.ts';
import {against} from '../../support/fake-lookup.ts';
import {projectOf} from '../../support/project.ts';

const url = 'https://github.com/octo/tool/archive/v1.2.3.tar.gz';
const sha256 = createHash('sha256').update('source').digest('hex');

it.each([
  ['with its checksum', {sha256}, 'same', 'has the checksum'],
  ['with another checksum', {sha256: 'f'.repeat(64)}, 'different', 'does not have the checksum'],
  ['without any', {}, 'not-comparable', 'pins no checksum'],
  ['by another algorithm', {pinnedBy: 'b2'}, 'not-comparable', 'pins it by b2'],
])('a source archive that is pinned %s', async (_, pin, result, note) => {
  const {files} = await against({[url]: {body: 'source'}}, (lookup) =>
    verifyTracked(lookup, projectOf(), {downloads: [{url, ...pin}], page: ''}),
  );
  expect(files).toEqual([{name: 'v1.2.3.tar.gz', result, note: expect.stringContaining(note)}]);
});
