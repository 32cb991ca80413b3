import manifest from '../package.json' with {type: 'json'};

/** Portcall's own version, as published. */
export const {version} = manifest;
