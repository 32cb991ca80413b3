/** The rules of the Open Packaging Conventions and of NuGet's layout, held by Python's own zip and XML readers. */
export const opcRules = `
import sys, zipfile, xml.etree.ElementTree as tree
from urllib.parse import unquote
faults = []
def check(is_so, what):
    if not is_so: faults.append(what)
archive = zipfile.ZipFile(sys.argv[1])
check(archive.testzip() is None, 'a checksum is wrong')
names = archive.namelist()
check(len({name.lower() for name in names}) == len(names), 'two parts have one name')
check(all(part.date_time == (1980, 1, 1, 0, 0, 0) for part in archive.infolist()), 'a part has another date')
check(not any(part.flag_bits & 1 for part in archive.infolist()), 'a part is locked')
check(not any(name.startswith('/') or '..' in name.split('/') or chr(92) in name or name.endswith('/') for name in names), 'a path is none')
types = tree.fromstring(archive.read('[Content_Types].xml'))
space = '{http://schemas.openxmlformats.org/package/2006/content-types}'
check(types.tag == space + 'Types', 'the content types are no content types')
endings = {one.get('Extension').lower() for one in types.findall(space + 'Default')}
check(len(endings) == len(types.findall(space + 'Default')), 'an ending has two types')
parts = {one.get('PartName').lower() for one in types.findall(space + 'Override')}
for name in names:
    if name == '[Content_Types].xml': continue
    last = name.rsplit('/', 1)[-1]
    check(('/' + name).lower() in parts or ('.' in last and last.rsplit('.', 1)[-1].lower() in endings), name + ' has no type')
space = '{http://schemas.openxmlformats.org/package/2006/relationships}'
relations = tree.fromstring(archive.read('_rels/.rels')).findall(space + 'Relationship')
check(len({one.get('Id') for one in relations}) == len(relations), 'two relationships have one id')
check(all(one.get('Id')[0].isalpha() for one in relations), 'an id is no name')
for one in relations: check(unquote(one.get('Target')).lstrip('/') in names, one.get('Target') + ' is not there')
found = [one for one in relations if one.get('Type') == 'http://schemas.microsoft.com/packaging/2010/07/manifest']
check(len(found) == 1, 'there is not one manifest')
nuspec = tree.fromstring(archive.read(found[0].get('Target').lstrip('/')))
space = '{http://schemas.microsoft.com/packaging/2015/06/nuspec.xsd}'
check(nuspec.tag == space + 'package', 'the manifest is none')
check([one.tag for one in nuspec] == [space + 'metadata'], 'the manifest lists files')
properties = [one for one in relations if one.get('Type').endswith('/metadata/core-properties')]
core = tree.fromstring(archive.read(properties[0].get('Target').lstrip('/')))
inside = '{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}version'
check(core.findtext(inside) == nuspec.findtext(space + 'metadata/' + space + 'version'), 'the properties have another version')
dublin = '{http://purl.org/dc/elements/1.1/}'
check(core.findtext(dublin + 'description') == nuspec.findtext(space + 'metadata/' + space + 'description'), 'the properties have another description')
print('\\n'.join(faults))
`;
