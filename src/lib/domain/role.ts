export const ROLES = ['viewer', 'editor', 'owner'] as const;
export type Role = (typeof ROLES)[number];

/**
 * The least role each verb needs. Every verb of lib/server that touches a project asks this table and nothing else; a
 * verb without a row does not compile.
 */
export const POLICY = Object.freeze({
	'project.read': 'viewer',
	'script.read': 'viewer',
	'script.create': 'editor',
	'script.edit': 'editor',
	'script.publish': 'editor',
	'script.rename': 'editor',
	'script.delete': 'editor',
	'script.run': 'editor',
	'trigger.edit': 'editor',
	'execution.read': 'viewer'
} satisfies Record<string, Role>);

export type Verb = keyof typeof POLICY;

export const allows = (role: Role, verb: Verb): boolean => ROLES.indexOf(role) >= ROLES.indexOf(POLICY[verb]);
