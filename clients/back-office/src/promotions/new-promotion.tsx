import { Failure, Loading, RefusalForm, TextField, usePageTitle } from '@shop/web';
import { Link, useNavigate } from 'react-router';
import { useFormat } from '../messages/messages.ts';
import { promotionFields, usePromotionForm } from './promotion-form.tsx';
import { usePromotions } from './use-promotions.ts';

/** Creates a promotion. */
// biome-ignore lint/style/noDefaultExport: React.lazy takes the default export.
export default function NewPromotion() {
  const { text } = useFormat();
  const navigate = useNavigate();
  const { rules, error, refetch, change } = usePromotions();
  const { fields, send } = usePromotionForm();
  usePageTitle(text('promotion.create'));
  if (error && !rules) return <Failure error={error} retry={refetch} />;
  if (!rules) return <Loading />;
  return (
    <>
      <p>
        <Link to="/promotions">{text('promotions')}</Link>
      </p>
      <h1>{text('promotion.create')}</h1>
      <RefusalForm
        names={promotionFields}
        button={text('promotion.create')}
        send={(values) =>
          send(values, async (input) => {
            if (rules.promotions.some(({ code }) => code === input.code)) {
              return [{ field: ['code'], message: text('promotion.codeTaken') }];
            }
            const refusals = await change(String(input.code), input, rules.version);
            if (refusals?.length === 0) await navigate(`/promotions/${input.code}`);
            return refusals;
          })
        }
      >
        <TextField name="code" label={text('promotion.code')} required maxLength={40} />
        <TextField name="name" label={text('promotion.name')} required maxLength={60} />
        {fields}
      </RefusalForm>
    </>
  );
}
