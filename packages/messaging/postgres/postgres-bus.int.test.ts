import { describeBusContract } from '../contract/contract.ts';
import { describePostgres } from './postgres-cases.ts';
import { createPostgresDriver } from './test-driver.ts';

describeBusContract('PostgreSQL', createPostgresDriver);
describePostgres(createPostgresDriver);
