/** Shapes of credentials; GitHub masks the secrets it knows, and a job can print others. */
export const credentialShapes: readonly RegExp[] = [
  /\bgh[pousr]_[A-Za-z0-9._-]{20,}/g,
  /\bgithub_pat_[A-Za-z0-9_]{20,}/g,
  /\bnpms?_[A-Za-z0-9]{30,}/g,
  /\bpypi-[A-Za-z0-9_-]{60,}/g,
  /\bdckr_(?:pat|oat)_[A-Za-z0-9_-]{20,}/g,
  /\bcio(?:_tp_)?[A-Za-z0-9]{32}\b/g,
  /\bovsx(?:at|p)[_-][0-9a-f-]{36}/gi,
  /\bAGE-SECRET-KEY-(?:PQ-)?1[0-9A-Z]{40,}/gi,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----.*/g,
  /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]*)?/g,
  /(?<=\b(?:basic|bearer|token)\s{1,3})(?:[A-Za-z0-9+/=._~-]{24,}|(?=[A-Za-z+/=._~-]*[0-9])[A-Za-z0-9+/=._~-]{12,})/gi,
  /(?<=:\/\/)[^\s/@:]*:[^\s/@]+(?=@)/g,
  /^(?![0-9a-f]+$|[0-9A-F]+$)[A-Za-z0-9+/]{60,}={0,2}$/g,
];

/* What a log may well hold and a short sentence of ours never does: the keys of Chocolatey and old npm tokens, Azure's, a Snap credential. */
const strictShapes: readonly RegExp[] = [
  ...credentialShapes,
  /(?<![0-9a-f-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f-])/gi,
  /(?<![\w+.:-])[a-z2-7]{52}(?![\w+.:-])/g,
  /(?<![\w+.:-])(?=[\w+]*[0-9])(?=[\w+]*[a-z])(?=[\w+]*[G-Z])[\w+]{48,}/g,
];

/* The name of a secret, which may follow the word "token". */
const secretName = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+[.,;:]?$/;

/** Whether a sentence holds something in the shape of a token; the name of one is none. */
export const hasCredential = (text: string): boolean =>
  strictShapes.some((shape) => [...text.matchAll(shape)].some(([found]) => !secretName.test(found)));
