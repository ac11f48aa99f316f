import { dirname } from 'node:path';

/** The project's folder, absolute: notebooks, exercises, build and node_modules are below it. */
export const projectRoot = dirname(__dirname);
