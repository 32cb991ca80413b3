import sodium from 'libsodium-wrappers';
import type {SealedValue} from '../../src/demo/github/actions-state.ts';
import {keyPairOf} from '../../src/demo/github/secret-key.ts';
import type {DemoRequest, DemoService} from '../../src/demo/service.ts';
import type {World} from '../../src/demo/world.ts';

/** Keeps every request that a world's services get, whole. */
export const watchRequests = (world: World): readonly DemoRequest[] => {
  const seen: DemoRequest[] = [];
  const services = world.services as DemoService[];
  services.forEach((service, at) => {
    services[at] = {
      hosts: service.hosts,
      answer: (request) => {
        seen.push(request);
        return service.answer(request);
      },
    };
  });
  return seen;
};

/** What lies in a sealed box, opened by libsodium itself with the key of the place. */
export const openedBy = async (sealed: SealedValue | undefined): Promise<string> => {
  if (sealed === undefined) throw new Error('Nothing was sealed.');
  await sodium.ready;
  const {publicKey, privateKey} = keyPairOf(sealed.place);
  return Buffer.from(sodium.crypto_box_seal_open(Buffer.from(sealed.box, 'base64'), publicKey, privateKey)).toString('utf8');
};
