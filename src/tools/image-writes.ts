import {createHash} from 'node:crypto';
import * as z from 'zod';
import type {Done} from '../model/hands.ts';
import type {ImageRegistry, RollbackStep} from '../model/rollback-steps.ts';
import {
  asJson,
  change,
  changedSince,
  fieldsOf,
  type MarketplaceWriter,
  refusal,
  refused,
  type Sending,
  type Sent,
  send,
  tokenFor,
} from './marketplace-writer.ts';

type Step<Kind extends RollbackStep['kind']> = Extract<RollbackStep, {readonly kind: Kind}>;

/** Where a registry lies, where its passes are got, and what it is called. */
const registries: Readonly<Record<ImageRegistry, {readonly api: string; readonly pass: string; readonly title: string}>> = {
  'docker-hub': {api: 'https://registry-1.docker.io', pass: 'https://auth.docker.io/token?service=registry.docker.io', title: 'Docker Hub'},
  'github-packages': {api: 'https://ghcr.io', pass: 'https://ghcr.io/token?service=ghcr.io', title: 'ghcr.io'},
};

const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

const rights = 'Use a token that may push this image, and set DOCKERHUB_USERNAME beside one of Docker Hub.';

type Image = {
  readonly find: (reference: string, method: 'GET' | 'HEAD') => Promise<Sent>;
  readonly put: (tag: string, manifest: Sent) => Promise<Sent>;
};

/** Opens an image with a pass of the registry; the marketplace's token itself goes no further than where passes are got. */
const openImage = async (writer: MarketplaceWriter, registry: ImageRegistry, image: string): Promise<Image> => {
  const {api, pass, title} = registries[registry];
  const url = `${pass}&scope=${encodeURIComponent(`repository:${image}:pull,push`)}`;
  const granted = await send(writer, {url, secretHeaders: tokenFor(writer, registry, url), accept: [200, 401, 403]});
  if (granted.status !== 200) throw refusal(title, granted, rights);
  const {token} = fieldsOf(url, granted, z.object({token: z.string()}));
  const ask = (reference: string, more: Omit<Sending, 'url' | 'secretHeaders' | 'accept'>) =>
    send(writer, {
      ...more,
      url: `${api}/v2/${image}/manifests/${reference}`,
      secretHeaders: {authorization: `Bearer ${token}`},
      accept: [200, 201, 400, 401, 403, 404, 405, 409, 422],
    });
  return {
    find: (reference, method) => ask(reference, {method, headers: {accept: manifestTypes}}),
    put: (tag, {text, headers}) => ask(tag, {method: 'PUT', headers: {'content-type': headers['content-type'] ?? ''}, body: text}),
  };
};

const isDigestOf = (text: string, digest: string): boolean => `sha256:${createHash('sha256').update(text).digest('hex')}` === digest;

/** Points a tag to an image that the registry has already, by sending that image's own manifest under the tag. */
export const retagImage = async (writer: MarketplaceWriter, step: Step<'retag-image'>): Promise<Done> => {
  const {registry, image, tag, from, to} = step;
  const {title} = registries[registry];
  const opened = await openImage(writer, registry, image);
  return change({
    where: title,
    what: `${tag} at ${to}`,
    isDone: async () => {
      const sent = await opened.find(tag, 'HEAD');
      if (sent.status !== 200) throw sent.status === 404 ? changedSince(`${image}:${tag} is gone`) : refusal(title, sent, rights);
      const digest = sent.headers['docker-content-digest'];
      if (digest !== from && digest !== to) throw changedSince(`${image}:${tag} was moved`);
      return digest === to;
    },
    write: async () => {
      const manifest = await opened.find(to, 'GET');
      if (manifest.status !== 200)
        throw manifest.status === 404 ? changedSince(`The image ${to} is gone`) : refusal(title, manifest, rights);
      if (!isDigestOf(manifest.text, to)) throw refused(`${title} serves another image under ${to}.`, 'Pull and push the image by hand.');
      const sent = await opened.put(tag, manifest);
      if (sent.status > 299)
        throw refusal(
          title,
          sent,
          /immutable/i.test(sent.text) ? 'Take the tag out of the immutable ones in the settings of the repository.' : rights,
        );
    },
    done: `${image}:${tag} is the image of ${step.toVersion}.`,
  });
};

const hub = 'https://hub.docker.com';

/** Docker Hub's own interface takes the user and the token in a body, and gives a short-lived pass. */
const signIntoHub = async (writer: MarketplaceWriter): Promise<Readonly<Record<string, string>>> => {
  const url = `${hub}/v2/auth/token`;
  const {authorization = ''} = tokenFor(writer, 'docker-hub', url);
  const [identifier = '', ...secret] = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
    .toString('utf8')
    .split(':');
  const sent = await send(writer, {...asJson({identifier, secret: secret.join(':')}), method: 'POST', url, accept: [200, 401]});
  if (sent.status !== 200) throw refusal('Docker Hub', sent, rights);
  return {authorization: `Bearer ${fieldsOf(url, sent, z.object({access_token: z.string()})).access_token}`};
};

/** Takes a tag away; the image stays under its digest for a while. */
export const deleteImageTag = async (writer: MarketplaceWriter, {image, tag, digest}: Step<'delete-image-tag'>): Promise<Done> => {
  const secretHeaders = await signIntoHub(writer);
  const [namespace = '', name = ''] = image.split('/').map(encodeURIComponent);
  const url = `${hub}/v2/repositories/${namespace}/${name}/tags/${encodeURIComponent(tag)}/`;
  return change({
    where: 'Docker Hub',
    what: `the tag ${tag}`,
    isDone: async () => {
      const sent = await send(writer, {url, secretHeaders, accept: [200, 404]});
      if (sent.status === 404) return true;
      if (fieldsOf(url, sent, z.object({digest: z.string()})).digest !== digest) throw changedSince(`${image}:${tag} was moved`);
      return false;
    },
    write: async () => {
      const sent = await send(writer, {url, method: 'DELETE', secretHeaders, accept: [204, 400, 401, 403, 404, 409]});
      if (sent.status !== 204 && sent.status !== 404)
        throw refusal('Docker Hub', sent, 'Use a token with Read, Write & Delete, or delete the tag on its page.');
    },
    done: `${image}:${tag} is gone.`,
  });
};
