import {createHash, createHmac} from 'node:crypto';
import {expect, test} from 'vitest';
import {bindDischarge, caveatsOf} from '../../../checks/family/macaroon.ts';
import {hmacSha256, sha256} from '../../../checks/family/sha256.ts';
import {macaroonOf} from '../../support/macaroon.ts';

test('the digest is the one everybody else computes, whatever the length', () => {
  for (const length of [0, 1, 3, 55, 56, 57, 63, 64, 65, 119, 120, 1000]) {
    const message = Buffer.alloc(length, length % 251);
    expect(Buffer.from(sha256(message)).toString('hex')).toBe(createHash('sha256').update(message).digest('hex'));
    expect(Buffer.from(hmacSha256(new Uint8Array(32), message)).toString('hex')).toBe(
      createHmac('sha256', Buffer.alloc(32)).update(message).digest('hex'),
    );
  }
});

test('a discharge is bound by replacing its signature alone', () => {
  const [one, two] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const zeros = Buffer.alloc(32);
  const keyed = (message: Buffer) => createHmac('sha256', zeros).update(message).digest();
  const bound = keyed(Buffer.concat([keyed(one), keyed(two)]));
  expect(bindDischarge(macaroonOf(one), macaroonOf(two, 'a|expires|2027-01-01'))).toBe(macaroonOf(bound, 'a|expires|2027-01-01'));
});

test('a macaroon of the second kind, a cut one and plain text are not bound', () => {
  const good = macaroonOf(Buffer.alloc(32, 1));
  for (const bad of [Buffer.from([2, 1, 2, 3]).toString('base64url'), good.slice(0, 40), 'not base64 !', ''])
    expect([bindDischarge(good, bad), bindDischarge(bad, good), caveatsOf(bad)]).toEqual([undefined, undefined, undefined]);
});

test('conditions are read without any network', () => {
  expect(caveatsOf(macaroonOf(Buffer.alloc(32), 'x|expires|2027-01-02T03:04:05.000', 'x|acl|["package_push"]'))).toEqual([
    'x|expires|2027-01-02T03:04:05.000',
    'x|acl|["package_push"]',
  ]);
});
