import type {PackedFile} from '../../contextlite/tar.ts';
import {zipOf} from '../../contextlite/zip.ts';

const opc = 'http://schemas.openxmlformats.org/package/2006';

/** A package as `choco pack` lays it out: the parts that every open package has, and the description without its list of files. */
export const nupkgOf = (id: string, nuspec: string, files: readonly PackedFile[]): Buffer => {
  const endings = new Set(['nuspec', ...files.map(({name}) => name.split('.').at(-1) ?? '')]);
  const types = [...endings].map((one) => `<Default Extension="${one}" ContentType="application/octet" />`).join('');
  const manifest = `<Relationship Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/${id}.nuspec" Id="R1" />`;
  const rels = `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml" />`;
  return zipOf([
    {name: '_rels/.rels', contents: `<Relationships xmlns="${opc}/relationships">${manifest}</Relationships>`},
    {name: `${id}.nuspec`, contents: nuspec.replace(/[ \t]*<files>[\s\S]*<\/files>\r?\n?/, '')},
    ...files,
    {name: '[Content_Types].xml', contents: `<Types xmlns="${opc}/content-types">${rels}${types}</Types>`},
  ]);
};
