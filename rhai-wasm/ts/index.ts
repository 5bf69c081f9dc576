export * from './types.ts';
export { createEngine, type Compiled, type Engine, type EngineOptions, type Instance } from './engine.ts';
export { canSuspend } from './wasm.ts';
export { DEFAULT_SOURCE_BYTES } from './source.ts';
