import { busEnv, publicKeySet, serviceEnv } from '@shop/service';

/** Environment of the graph. */
export const graphEnv = serviceEnv.extend({ INTERNAL_TOKEN_PUBLIC_KEYS: publicKeySet }).and(busEnv);
