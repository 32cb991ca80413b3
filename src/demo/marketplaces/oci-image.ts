import {gzipSync} from 'node:zlib';
import {tarOf} from '../contextlite/tar.ts';
import type {DemoSetting} from '../service.ts';
import {contextlite, programOf, sha256} from './project.ts';

export const indexType = 'application/vnd.oci.image.index.v1+json';
export const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const configType = 'application/vnd.oci.image.config.v1+json';
const layerType = 'application/vnd.oci.image.layer.v1.tar+gzip';
const statementType = 'application/vnd.in-toto+json';

/** A manifest, an index or a blob under its digest. */
export type Stored = {readonly type: string; readonly content: Buffer};

/** Everything that belongs to one image, by digest. */
export type OciImage = {
  /** Of the index. */
  readonly digest: string;
  readonly stored: Readonly<Record<string, Stored>>;
};

type Descriptor = {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: {readonly architecture: string; readonly os: string};
  readonly annotations?: Readonly<Record<string, string>>;
};

/** An index or a manifest as far as it is read here. */
export type OciDocument = {readonly manifests?: readonly Descriptor[]; readonly layers?: readonly Descriptor[]};
export const documentOf = ({content}: Stored): OciDocument => JSON.parse(content.toString('utf8')) as OciDocument;

type Store = (type: string, content: Buffer | object) => Descriptor;

const createStore = (stored: Record<string, Stored>): Store => {
  return (mediaType, given) => {
    const content = Buffer.isBuffer(given) ? given : Buffer.from(JSON.stringify(given));
    const digest = `sha256:${sha256(content)}`;
    stored[digest] = {type: mediaType, content};
    return {mediaType, digest, size: content.length};
  };
};

const addPlatform = (store: Store, architecture: string, program: Buffer, created: string): Descriptor => {
  const tar = tarOf([{name: 'usr/local/bin/contextlite', contents: program, isExecutable: true}]);
  const packed = gzipSync(tar, {level: 0});
  // The packing system's number, left out so that every machine makes the same bytes.
  packed[9] = 255;
  const layer = store(layerType, packed);
  const config = store(configType, {
    architecture,
    os: 'linux',
    created,
    config: {Entrypoint: ['/usr/local/bin/contextlite'], Labels: {'org.opencontainers.image.source': contextlite.repository}},
    rootfs: {type: 'layers', diff_ids: [`sha256:${sha256(tar)}`]},
    history: [{created, created_by: 'COPY contextlite /usr/local/bin/contextlite'}],
  });
  const manifest = store(manifestType, {schemaVersion: 2, mediaType: manifestType, config, layers: [layer]});
  return {...manifest, platform: {architecture, os: 'linux'}};
};

/** What BuildKit adds for each platform: a statement of how it was built, which is no platform to run. */
const addAttestation = (store: Store, subject: Descriptor): Descriptor => {
  const statement = store(statementType, {
    _type: 'https://in-toto.io/Statement/v0.1',
    predicateType: 'https://slsa.dev/provenance/v0.2',
    subject: [{name: `pkg:docker/${contextlite.publisher}/${contextlite.name}`, digest: {sha256: subject.digest.slice(7)}}],
    predicate: {},
  });
  const config = store(configType, {
    architecture: 'unknown',
    os: 'unknown',
    config: {},
    rootfs: {type: 'layers', diff_ids: [statement.digest]},
  });
  const manifest = store(manifestType, {schemaVersion: 2, mediaType: manifestType, config, layers: [statement]});
  return {
    ...manifest,
    platform: {architecture: 'unknown', os: 'unknown'},
    annotations: {'vnd.docker.reference.digest': subject.digest, 'vnd.docker.reference.type': 'attestation-manifest'},
  };
};

/** The project's image for Linux on both processors. */
export const imageOf = (setting: DemoSetting, version: string, created: string): OciImage => {
  const stored: Record<string, Stored> = {};
  const store = createStore(stored);
  const platforms = (['amd64', 'arm64'] as const).map((architecture) =>
    addPlatform(store, architecture, programOf(setting, version, architecture), created),
  );
  const attestations = platforms.map((platform) => addAttestation(store, platform));
  const {digest} = store(indexType, {schemaVersion: 2, mediaType: indexType, manifests: [...platforms, ...attestations]});
  return {digest, stored};
};

/** The bytes that a pull of one manifest brings. */
export const pulledSize = (stored: Readonly<Record<string, Stored>>, digest: string): number => {
  const found = stored[digest];
  return found === undefined ? 0 : (documentOf(found).layers ?? []).reduce((size, layer) => size + layer.size, 0);
};
