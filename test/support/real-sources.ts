import path from 'node:path';
import type {LookupSources} from '../../src/tools/asker.ts';
import {hostMapOf} from '../../src/tools/hosts.ts';
import {createHttp} from '../../src/tools/http.ts';
import {createHttpCache, noCache} from '../../src/tools/http-cache.ts';

/** The program's own way out, with hosts mapped as `PORTCALL_HOSTS` maps them; nothing is kept outside the folder, and nothing at all without one. */
export const realSources = (folder: string | undefined, hosts: string, npmRegistry = 'https://registry.example'): LookupSources => ({
  http: createHttp({hosts: {own: hostMapOf(hosts), ofRepository: {}}, userAgent: 'portcall of a test', pause: 1}),
  cache: folder === undefined ? noCache : createHttpCache(path.join(folder, 'cache')),
  npmRegistry,
  believesAbsenceFor: 0,
});
