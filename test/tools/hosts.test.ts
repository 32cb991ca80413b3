import {describe, expect, it} from 'vitest';
import {hostMapOf, routeOf} from '../../src/tools/hosts.ts';

const url = new URL('https://api.github.com/repos/a/b?page=2');
const none = {};

describe('where a request goes', () => {
  it('is where it is meant for when nothing says otherwise', () => {
    expect(routeOf({own: none, ofRepository: none}, url)).toEqual({url, isMapped: false, isTrusted: true});
  });

  it('is the origin of its host, with the path kept', () => {
    const own = hostMapOf('pypi.org=http://127.0.0.1:1, api.github.com=https://github.example/');
    expect(routeOf({own, ofRepository: none}, url).url.href).toBe('https://github.example/repos/a/b?page=2');
  });

  it('is below the one origin that takes every host', () => {
    expect(routeOf({own: hostMapOf('*=http://127.0.0.1:1'), ofRepository: none}, url).url.href).toBe(
      'http://127.0.0.1:1/api.github.com/repos/a/b?page=2',
    );
  });

  it('gets no token where only the repository names it', () => {
    const trusted = (origin: string) => routeOf({own: none, ofRepository: {'api.github.com': origin}}, url).isTrusted;
    expect(trusted('https://attacker.example')).toBe(false);
    expect(trusted('http://127.0.0.1:8080')).toBe(false);
    expect(
      routeOf({own: {'api.github.com': 'https://github.example'}, ofRepository: {'api.github.com': 'https://attacker.example'}}, url),
    ).toMatchObject({
      isTrusted: true,
      url: new URL('https://github.example/repos/a/b?page=2'),
    });
  });

  it.each(['nonsense', '=http://a', 'a.example=ftp://b', 'a.example=http://b/path'])('refuses %j', (text) => {
    expect(() => hostMapOf(text)).toThrow('host=origin');
  });
});
