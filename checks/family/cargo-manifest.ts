import {z} from 'zod';
import type {FileFault, PackageFile} from '../../src/model/package-file.ts';
import {parsedToml} from './parsing.ts';
import {placeholderFaults} from './placeholders.ts';

/* A field that the workspace fills in is an object, and counts as there. */
const inherited = z.union([z.string(), z.looseObject({})]);
const manifestSchema = z.object({
  package: z
    .object({
      name: z.string(),
      version: inherited.optional(),
      publish: z.union([z.boolean(), z.array(z.string()), z.looseObject({})]).optional(),
      description: inherited.optional(),
      license: inherited.optional(),
      'license-file': inherited.optional(),
    })
    .optional(),
});

/** A `Cargo.toml`; undefined: it is a workspace without a crate, or its crate is not published at crates.io. */
export const readCargoManifest = (path: string, text: string): PackageFile | undefined => {
  const table = parsedToml(text);
  if (table === undefined) return {path, faults: [{what: 'The file is not valid TOML.'}]};
  const crate = manifestSchema.safeParse(table).data?.package;
  if (crate === undefined || crate.publish === false) return undefined;
  if (Array.isArray(crate.publish) && !crate.publish.includes('crates-io')) return undefined;
  const faults: FileFault[] = [...placeholderFaults(text)];
  if (crate.description === undefined) faults.push({what: 'The crate has no description, and crates.io takes none without.'});
  if (crate.license === undefined && crate['license-file'] === undefined)
    faults.push({what: 'The crate names no license, and crates.io takes none without.'});
  const version = typeof crate.version === 'string' && crate.version !== '0.0.0' ? {version: crate.version} : {};
  return {path, name: crate.name, ...version, faults};
};
