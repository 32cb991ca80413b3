import {credentialShapes} from '../model/credential-shapes.ts';
import {type SafeText, safeLine} from '../model/safe-text.ts';

const colours = /\u001b\[[0-9;:]*m/g;

/** Text from a log as one safe line, with everything in the shape of a credential struck out. */
export const redactedLine = (text: string): SafeText =>
  safeLine(credentialShapes.reduce((line, shape) => line.replace(shape, '***'), text.replace(colours, '').trim()));
