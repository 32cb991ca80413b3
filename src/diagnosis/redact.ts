import {type SafeText, safeLine} from '../model/safe-text.ts';

const colours = /\u001b\[[0-9;:]*m/g;

/** Shapes of credentials; GitHub masks the secrets it knows, and a job can print others. */
const shapes: readonly RegExp[] = [
  /\bgh[pousr]_[A-Za-z0-9._-]{20,}/g,
  /\bgithub_pat_[A-Za-z0-9_]{20,}/g,
  /\bnpms?_[A-Za-z0-9]{30,}/g,
  /\bpypi-[A-Za-z0-9_-]{60,}/g,
  /\bdckr_(?:pat|oat)_[A-Za-z0-9_-]{20,}/g,
  /\bcio(?:_tp_)?[A-Za-z0-9]{32}\b/g,
  /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]*)?/g,
  /(?<=\b(?:basic|bearer|token)\s{1,3})(?:[A-Za-z0-9+/=._~-]{24,}|(?=[A-Za-z+/=._~-]*[0-9])[A-Za-z0-9+/=._~-]{12,})/gi,
  /(?<=:\/\/)[^\s/@:]*:[^\s/@]+(?=@)/g,
  /^(?![0-9a-f]+$|[0-9A-F]+$)[A-Za-z0-9+/]{60,}={0,2}$/g,
];

/** Text from a log as one safe line, with everything in the shape of a credential struck out. */
export const redactedLine = (text: string): SafeText =>
  safeLine(shapes.reduce((line, shape) => line.replace(shape, '***'), text.replace(colours, '').trim()));
