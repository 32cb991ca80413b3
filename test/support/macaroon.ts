const packet = (key: string, value: Buffer | string): Buffer => {
  const body = Buffer.concat([Buffer.from(`${key} `), Buffer.from(value), Buffer.from('\n')]);
  return Buffer.concat([Buffer.from((body.length + 4).toString(16).padStart(4, '0')), body]);
};

/** A macaroon of the first kind with this signature and these conditions. */
export const macaroonOf = (signature: Buffer, ...caveats: readonly string[]): string =>
  Buffer.concat([
    packet('location', 'dashboard.snapcraft.io'),
    packet('identifier', 'one'),
    ...caveats.map((one) => packet('cid', one)),
    packet('signature', signature),
  ]).toString('base64url');
