import { useQuery } from '@apollo/client/react';
import { Failure, Loading, TextField } from '@shop/web';
import { Action } from '../forms/action.tsx';
import { useSend } from '../forms/use-send.ts';
import { listOf } from '../forms/values.ts';
import { useFormat } from '../messages/messages.ts';
import {
  CustomerPricingDocument,
  type CustomerPricingFragment,
  SetCustomerGroupsDocument,
  SetTaxExemptionDocument,
} from './generated/customer-pricing.ts';

function PricingActions({ customer }: { readonly customer: CustomerPricingFragment }) {
  const { text } = useFormat();
  const { id: customerId, customerGroups, taxExemption } = customer;
  const setGroups = useSend(SetCustomerGroupsDocument);
  const setExemption = useSend(SetTaxExemptionDocument);
  return (
    <>
      <Action
        title={text('users.setGroups')}
        names={['groups']}
        send={({ groups }) => setGroups({ customerId, groups: listOf(groups) })}
      >
        <TextField
          name="groups"
          label={text('users.groups.form')}
          defaultValue={customerGroups?.join(', ') ?? ''}
        />
      </Action>
      <Action
        title={text('users.exempt')}
        names={['reference']}
        send={({ reference = '' }) => setExemption({ customerId, reference })}
      >
        <TextField
          name="reference"
          label={text('users.exemption.reference')}
          required
          maxLength={100}
          defaultValue={taxExemption?.reference ?? ''}
        />
      </Action>
      {taxExemption && (
        <Action
          title={text('users.endExemption')}
          send={() => setExemption({ customerId, reference: null })}
        >
          <p>{text('users.endExemption.effect')}</p>
        </Action>
      )}
    </>
  );
}

/** What the prices of a customer depend on: groups and an exemption from taxes. For viewers with `pricing:write`. */
export function CustomerPricing({ id }: { readonly id: string }) {
  const { text, date } = useFormat();
  const { data, error, loading, refetch } = useQuery(CustomerPricingDocument, {
    variables: { id },
    fetchPolicy: 'cache-and-network',
  });
  const customer = data?.user;
  const exemption = customer?.taxExemption;
  return (
    <section className="card" aria-label={text('users.pricing')}>
      <h2>{text('users.pricing')}</h2>
      {error && !customer && <Failure error={error} retry={refetch} />}
      {!customer && loading && <Loading />}
      {customer && (
        <>
          <p>
            {text('users.groups')}:{' '}
            {customer.customerGroups?.join(', ') || text('users.groups.none')}
          </p>
          <p>
            {exemption
              ? text('users.exemption', { reference: exemption.reference })
              : text('users.exemption.none')}
            {exemption && (
              <>
                <br />
                <span className="soft">
                  {exemption.author?.displayName} {date(exemption.createdAt)}
                </span>
              </>
            )}
          </p>
          <PricingActions customer={customer} />
        </>
      )}
    </section>
  );
}
