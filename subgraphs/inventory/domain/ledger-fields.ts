import { idempotencyKeyField } from '@shop/schema';
import { z } from 'zod';

/** Fields that every change of stock by hand has. NUL is no text in SQL. */
export const reasonField = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(200, 'must have at most 200 characters')
  .regex(/^\P{Cc}*$/u, 'must have no control characters');

export const keyField = idempotencyKeyField.regex(/^\P{Cc}*$/u, 'must have no control characters');
