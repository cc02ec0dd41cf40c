import { useState } from 'react';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { TextField } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import styles from './trust.module.css';
import { useTrustChanges } from './use-trust.ts';

const nothing = { certificate: '', key: '', issuer: '', serial: '', english: '', chinese: '', since: '' };

/** Add an entry to the deny list kept here. */
export function DenyForm({ certificate }: { readonly certificate: string }) {
  const { text } = useWords();
  const { deny } = useTrustChanges();
  const [typed, setTyped] = useState({ ...nothing, certificate });
  const field = (name: keyof typeof nothing) => ({
    value: typed[name],
    onChange: (value: string) => setTyped((current) => ({ ...current, [name]: value })),
  });
  const given = (name: keyof typeof nothing) => typed[name].trim();
  const ready =
    given('certificate') + given('key') + given('issuer') !== '' &&
    given('english') !== '' &&
    given('chinese') !== '' &&
    !deny.isPending;
  const submit = () => {
    if (!ready) return;
    const optional = (name: string, value: string) => (value === '' ? {} : { [name]: value });
    deny.mutate(
      {
        entry: {
          ...optional('certificateSha256', given('certificate')),
          ...optional('keySha256', given('key')),
          ...optional('issuer', given('issuer')),
          ...optional('serial', given('serial')),
          reason: { en: given('english'), 'zh-CN': given('chinese') },
          ...optional('since', given('since')),
        },
      },
      { onSuccess: () => setTyped(nothing) },
    );
  };
  return (
    <Disclosure title={text('trust.deny')} open={certificate !== ''} level={3}>
      <form
        className={styles.denyForm}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextField label={text('trust.deny.certificate')} code {...field('certificate')} />
        <TextField label={text('trust.deny.key')} code {...field('key')} />
        <TextField label={text('trust.deny.issuer')} {...field('issuer')} />
        <TextField label={text('trust.deny.serial')} code {...field('serial')} />
        <TextField label={text('trust.deny.reason-en')} required {...field('english')} />
        <TextField label={text('trust.deny.reason-zh')} required {...field('chinese')} />
        <TextField label={text('trust.deny.since')} {...field('since')} />
        <div className={styles.acts}>
          <Button type="submit" kind="primary" disabled={!ready}>
            {text('trust.deny.submit')}
          </Button>
        </div>
        <p className={styles.muted}>{text('trust.deny.marks-note')}</p>
      </form>
      {deny.isError && <ProblemNotice error={deny.error} />}
    </Disclosure>
  );
}
