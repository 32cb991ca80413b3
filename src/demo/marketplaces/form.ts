import type {DemoRequest} from '../service.ts';

export type FormField = {
  readonly value: Buffer;
  /** Absent: a plain field. */
  readonly filename?: string;
};

const partOf = (part: Buffer): readonly [string, FormField] | undefined => {
  const end = part.indexOf('\r\n\r\n');
  const head = part.toString('utf8', 0, Math.max(end, 0));
  const name = /[;\s]name="([^"]*)"/i.exec(head)?.[1];
  if (end < 0 || name === undefined) return undefined;
  const filename = /filename="([^"]*)"/i.exec(head)?.[1];
  return [name, {value: part.subarray(end + 4, part.length - 2), ...(filename === undefined ? {} : {filename})}];
};

const multipart = (body: Buffer, boundary: string): Map<string, FormField> => {
  const fields = new Map<string, FormField>();
  const mark = Buffer.from(`--${boundary}`);
  for (let at = body.indexOf(mark); at >= 0; ) {
    const next = body.indexOf(mark, at + mark.length);
    const part = next < 0 ? undefined : partOf(body.subarray(at + mark.length, next));
    if (part !== undefined) fields.set(...part);
    at = next;
  }
  return fields;
};

/** The fields of a form that was sent, whichever of the two encodings it has. */
export const formOf = ({headers, body}: DemoRequest): ReadonlyMap<string, FormField> => {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)/i.exec(headers['content-type'] ?? '')?.[1];
  if (boundary !== undefined) return multipart(body, boundary);
  return new Map([...new URLSearchParams(body.toString('utf8'))].map(([name, value]) => [name, {value: Buffer.from(value)}]));
};
