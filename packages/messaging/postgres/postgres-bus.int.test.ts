import { describeBusContract } from '../testing/bus-contract.ts';
import { describePostgres } from '../testing/postgres-cases.ts';
import { createPostgresDriver } from '../testing/postgres-driver.ts';

describeBusContract('PostgreSQL', createPostgresDriver);
describePostgres(createPostgresDriver);
