import type { SqlDatabase } from '@shop/service/postgres';
import type { Delivery } from '../domain/delivery.ts';
import type { MailGroup, MailLimits } from '../domain/mail-limit.ts';
import type { DeliveryStatus } from '../generated/prisma/client.ts';

/** The deliveries that were not in the log yet, each with the status that it has there. */
type Inserted = ReadonlyMap<Delivery, DeliveryStatus>;

type Key = { readonly event_id: string; readonly template: string; readonly channel: string };

const nameOf = ({ event_id, template, channel }: Key) => `${event_id} ${template} ${channel}`;
const keyOf = ({ eventId, template, message: { channel } }: Delivery): Key => ({
  ...{ event_id: eventId, template, channel },
});

/** Inserts deliveries that are not in the log yet; SUPPRESSED over the limit of their mailbox, SENDING otherwise. */
export async function insertDeliveries(
  database: SqlDatabase,
  deliveries: readonly Delivery[],
  limits: MailLimits,
): Promise<Inserted> {
  const groups = deliveries.flatMap(({ mailGroup }) =>
    mailGroup && limits[mailGroup.purpose] ? [mailGroup] : [],
  );
  if (groups.length === 0) return insert(database, deliveries, () => 'SENDING');
  return database.transaction(async (tx) => {
    await lockMailboxes(tx, groups);
    const known = await knownOf(tx, deliveries);
    const counts = await countSent(tx, groups);
    return insert(tx, deliveries, (delivery) => {
      const count = delivery.mailGroup && counts.get(groupNameOf(delivery.mailGroup));
      const key = nameOf(keyOf(delivery));
      if (!count || known.has(key)) return 'SENDING';
      known.add(key);
      if (count.sent >= count.perHour) return 'SUPPRESSED';
      count.sent++;
      return 'SENDING';
    });
  });

  /** The e-mails of the last hour to each mailbox, and how many it may receive. */
  async function countSent(tx: SqlDatabase, of: readonly MailGroup[]) {
    const rows = await tx.$queryRaw<Counted[]>`
      SELECT g.mailbox, g.name, g.purpose,
        EXISTS (SELECT FROM verified_mailboxes v WHERE v.mailbox = g.mailbox) AS verified,
        (SELECT count(*)::int FROM deliveries d
          WHERE d.mailbox = g.mailbox AND d.mail_group = g.name AND d.status <> 'SUPPRESSED'
            AND d.created_at > now() - interval '1 hour') AS sent
      FROM (SELECT DISTINCT * FROM jsonb_to_recordset(${JSON.stringify(of.map(toRow))}::jsonb)
        AS g (mailbox text, name text, purpose text)) g`;
    return new Map(
      rows.map(({ mailbox, name, purpose, verified, sent }) => {
        const unverified = purpose === 'ORDER' && !verified && limits.UNVERIFIED_ORDER;
        const perHour = unverified ? Math.min(unverified, limits.ORDER) : limits[purpose];
        return [`${mailbox} ${name}`, { sent, perHour }];
      }),
    );
  }
}

type Counted = {
  readonly mailbox: string;
  readonly name: string;
  readonly purpose: MailGroup['purpose'];
  readonly verified: boolean;
  readonly sent: number;
};

const toRow = ({ mailbox, group: name, purpose }: MailGroup) => ({ mailbox, name, purpose });
const groupNameOf = ({ mailbox, group }: MailGroup) => `${mailbox} ${group}`;

/** Makes concurrent e-mails to a mailbox count one after the other. Sorted, so that two batches never deadlock. */
async function lockMailboxes(tx: SqlDatabase, groups: readonly MailGroup[]): Promise<void> {
  const mailboxes = [...new Set(groups.map(({ mailbox }) => mailbox))];
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(lock) FROM (
      SELECT DISTINCT hashtextextended(mailbox, 0) AS lock FROM unnest(${mailboxes}::text[]) AS mailbox
      ORDER BY lock) AS sorted`;
}

/** The deliveries that are in the log: they were counted when they were inserted. */
async function knownOf(tx: SqlDatabase, deliveries: readonly Delivery[]): Promise<Set<string>> {
  const ids = deliveries.map(({ eventId }) => eventId);
  const rows = await tx.$queryRaw<Key[]>`
    SELECT event_id, template, channel FROM deliveries WHERE event_id = ANY(${ids}::uuid[])`;
  return new Set(rows.map(nameOf));
}

async function insert(
  database: SqlDatabase,
  deliveries: readonly Delivery[],
  statusOf: (delivery: Delivery) => DeliveryStatus,
): Promise<Inserted> {
  const rows = deliveries.map((delivery) => {
    const { correlationId, message, mailGroup } = delivery;
    const { mailbox = null, group: mail_group = null } = mailGroup ?? {};
    const about =
      message.channel === 'EMAIL'
        ? { recipient: message.to.join(', '), subject: message.subject }
        : { recipient: message.to, subject: message.text };
    return {
      ...{ ...keyOf(delivery), ...about, mailbox, mail_group },
      ...{ correlation_id: correlationId, status: statusOf(delivery) },
    };
  });
  const inserted = await database.$queryRaw<(Key & { status: DeliveryStatus })[]>`
    INSERT INTO deliveries (event_id, template, channel, recipient, mailbox, mail_group, subject,
      correlation_id, status, updated_at)
    SELECT event_id, template, channel, recipient, mailbox, mail_group, subject, correlation_id, status, now()
    FROM jsonb_populate_recordset(NULL::deliveries, ${JSON.stringify(rows)}::jsonb)
    ON CONFLICT DO NOTHING RETURNING event_id, template, channel, status`;
  const statuses = new Map(inserted.map((row) => [nameOf(row), row.status]));
  const found = new Map<Delivery, DeliveryStatus>();
  for (const delivery of deliveries) {
    const key = nameOf(keyOf(delivery));
    const status = statuses.get(key);
    // Of two that are the same only one is inserted.
    if (status && statuses.delete(key)) found.set(delivery, status);
  }
  return found;
}
