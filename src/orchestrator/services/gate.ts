import type { Logger } from 'pino';
import type { CallService, ServiceAnswer } from 'rhai-wasm';
import { time } from './time.ts';

/** Who is asking: known from the run's number, never from what the script says. */
export interface Caller {
	projectId: string;
	scriptId: string;
	executionId: string;
}

export interface Call {
	caller: Caller;
	/** Parsed for services that only need plain values. */
	arguments: unknown[];
	/** The same as the script's own JSON text, for services that store or send it (rules.md, 18). */
	argumentsJson: string;
	/** What to do when the run ends while this call is under way. */
	ended: Set<() => void>;
}

export type Service = (call: Call) => Promise<ServiceAnswer>;
export type Services = Readonly<Record<string, Service>>;

/** One file per namespace of the script API. A Map, so that no name can reach an object's prototype. */
const NAMESPACES = new Map<string, ReadonlyMap<string, Service>>([['time', new Map(Object.entries(time))]]);

export interface Gate {
	callService: CallService;
	/** Ends whatever the run still waits for. */
	close: () => void;
}

/** The one door between a run and what the node can do for it. */
export function openGate(caller: Caller, log: Logger): Gate {
	const ended = new Set<() => void>();
	return {
		async callService(namespace, name, argumentsJson) {
			const service = NAMESPACES.get(namespace)?.get(name);
			if (!service)
				return { ok: false, code: 'service.unknown', message: `there is no ${namespace}::${name} on this node` };
			try {
				const given: unknown = JSON.parse(argumentsJson);
				return await service({ caller, arguments: Array.isArray(given) ? given : [given], argumentsJson, ended });
			} catch (error) {
				log.error({ err: error, service: `${namespace}::${name}`, execution: caller.executionId }, 'a service failed');
				return { ok: false, code: 'service.failed', message: `${namespace}::${name} failed; the fault is logged` };
			}
		},
		close() {
			for (const end of ended) end();
			ended.clear();
		}
	};
}
