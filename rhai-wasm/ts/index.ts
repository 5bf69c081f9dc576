export * from './types.ts';
export { createEngine, DEFAULT_SOURCE_BYTES, type Compiled, type Engine, type EngineOptions, type Instance } from './engine.ts';
export { canSuspend } from './wasm.ts';
