/** SHA-256 of what servers send instead of a file. */
const errorPages: Readonly<Record<string, string>> = {
  '0019dfc4b32d63c1392aa264aed2253c1e0c2fb09216f8e2cc269bbfb8bb49b5':
    'the text “Not Found”, which GitHub sends for a missing release asset',
  d5558cd419c8d46bdc958064cb97f963d1ea793866414c025906ec15033512ed: 'the text “404: Not Found”',
  '7515bf959b73b956ceb967351c7e299cbb3668a53d35f9c770eb72e00d93ced6': 'the text “Not Found” with a line break',
  e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855: 'an empty file',
};

/** What a digest is the digest of when somebody hashed an error page; undefined: no page that is known. */
export const errorPageOf = (sha256: string): string | undefined => errorPages[sha256.toLowerCase()];

/** Whether a file's first bytes (as hex) are a web page or an error text instead of a package. */
export const startsLikeErrorPage = (start: string): boolean => {
  const bytes = start.match(/../g) ?? [];
  const text = String.fromCharCode(...bytes.map((byte) => Number.parseInt(byte, 16))).trimStart();
  return /^(?:<!doctype html|<html|<\?xml version="1.0" encoding="UTF-8"\?>\s*<Error>|Not Found|404: Not Found|\{"message")/i.test(text);
};
