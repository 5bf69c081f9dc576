import { hash as argon2, verify as argon2Verify } from '@node-rs/argon2';

/** argon2id with OWASP's first recommendation: 19 MiB, two passes, one lane. argon2id is the package's default. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Made once with PARAMETERS from random bytes that nobody kept, so it is as slow to check as a real one and never right. */
const NOBODYS = '$argon2id$v=19$m=19456,t=2,p=1$ZgdvzRr3XAd6skLl7ALrxA$BdqRjTcVwo/BBdsqsaDfnLgOZ6ch9KL93iZhigQ6EVI';

/** Hashes a new password into PHC string format. Takes some 20 ms off the main thread. */
export const hash = (password: string): Promise<string> => argon2(password, PARAMETERS);

/**
 * Says whether a password is right. Without an account, pass undefined: the answer is no and takes as long, so that
 * nobody learns from the clock which accounts exist.
 */
export async function verify(passwordHash: string | undefined, password: string): Promise<boolean> {
	const right = await argon2Verify(passwordHash ?? NOBODYS, password);
	return passwordHash !== undefined && right;
}
