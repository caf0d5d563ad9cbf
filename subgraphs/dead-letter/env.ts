import { busEnv, busMissing, namesABus, publicKeySet, serviceEnv } from '@shop/service';

/** Environment of `main.ts`. */
export const graphEnv = serviceEnv
  .extend({ INTERNAL_TOKEN_PUBLIC_KEYS: publicKeySet })
  .extend(busEnv.shape)
  .refine(namesABus, busMissing);
