import { bootstrap, LanguageCode } from '@vendure/core';
import { populate } from '@vendure/core/cli/index.js';
import { config } from './config.mjs';

// node populate.mjs <database URL> <port> <CSV file with products>: creates the tables and what a shop needs.
const [, , file] = process.argv.slice(2);
const dbConnectionOptions = { ...config.dbConnectionOptions, synchronize: true };
const initialData = {
  defaultLanguage: LanguageCode.en,
  defaultZone: 'Europe',
  countries: [{ name: 'Germany', code: 'DE', zone: 'Europe' }],
  taxRates: [{ name: 'Standard Tax', percentage: 20 }],
  shippingMethods: [{ name: 'Standard', price: 500 }],
  paymentMethods: [
    {
      name: 'Dummy',
      handler: {
        code: 'dummy-payment-handler',
        arguments: [{ name: 'automaticSettle', value: 'true' }],
      },
    },
  ],
  collections: [],
};
const app = await populate(() => bootstrap({ ...config, dbConnectionOptions }), initialData, file);
await app.close();
process.exit(0);
