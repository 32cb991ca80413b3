/** Base64 of either alphabet as bytes; undefined: it is none. */
export const bytesOfBase64 = (text: string): Uint8Array | undefined => {
  const plain = text.replace(/\s+/g, '').replace(/-/g, '+').replace(/_/g, '/').replace(/=+$/, '');
  if (!/^[A-Za-z0-9+/]+$/.test(plain) || plain.length % 4 === 1) return undefined;
  return Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
};

/** Base64 as text; undefined: it is no base64. */
export const textOfBase64 = (text: string): string | undefined => {
  const bytes = bytesOfBase64(text);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
};

/** Base64 as lower-case hex, as digests are written elsewhere; undefined: it is no base64. */
export const hexOfBase64 = (text: string): string | undefined => {
  const bytes = bytesOfBase64(text);
  return bytes === undefined ? undefined : [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
};
