/**
 * The policy of the page lets nothing be compiled from text. The schemas would try, to be faster, and be refused, which
 * browsers report: they are told before the first is made.
 */
const place = globalThis as { __zod_globalConfig?: { jitless?: boolean } };
place.__zod_globalConfig = Object.assign(place.__zod_globalConfig ?? {}, { jitless: true });
