import { useEffect, useReducer, useRef, useState } from 'react';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { ByteRange } from '#shared/domain/figure.ts';
import { evidenceAddress } from '../bridge/media.ts';
import { useWords } from '../state/text.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/notice.tsx';
import { Toolbar, ToolbarGap, ToolbarGroup } from '../ui/toolbar.tsx';
import { ByteSource } from './byte-source.ts';
import { bytesPerRow, escapedText, formatOffset, hexByte, interpret, parseOffset } from './hex-format.ts';
import { HexRows } from './hex-rows.tsx';
import styles from './hex-view.module.css';

export interface HexViewProps {
  readonly caseId: string;
  readonly evidence: Evidence;
  /** Bytes pointed at elsewhere: marked, and scrolled to when they change. */
  readonly selection: ByteRange | null;
  /** Another view that scrolls along: the first row shown. */
  readonly top?: number;
  readonly onTop?: (row: number) => void;
}

/** Most bytes put on the clipboard at once. */
const copyLimit = 1024 * 1024;

/** Bytes of a file of any size: offsets, hexadecimal, text. Nothing of them is ever interpreted as markup. */
export function HexView({ caseId, evidence, selection, top, onTop }: HexViewProps) {
  const { text, number, bytes: sizeText } = useWords();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const [source, setSource] = useState<ByteSource | null>(null);
  const [marked, setMarked] = useState<ByteRange | null>(selection);
  const [copied, setCopied] = useState('');
  const goal = useRef<number | null>(selection?.[0] ?? null);
  const { sha256, size } = evidence;

  useEffect(() => {
    const opened = new ByteSource(evidenceAddress(caseId, sha256), size, redraw);
    setSource(opened);
    setMarked(null);
    return () => opened.close();
  }, [caseId, sha256, size]);
  useEffect(() => {
    if (selection === null) return;
    setMarked(selection);
    goal.current = selection[0];
    redraw();
  }, [selection]);

  const rows = Math.ceil(size / bytesPerRow);
  const readings = source === null ? [] : interpret(bytesAt(source, marked?.[0] ?? 0, 8));

  const goTo = (offset: number) => {
    const inside = Math.min(Math.max(0, offset), Math.max(0, size - 1));
    goal.current = inside;
    setMarked([inside, 1]);
  };
  const copy = async (form: 'hex' | 'text') => {
    if (source === null || marked === null) return;
    const bytes = await source.read(marked[0], Math.min(marked[1], copyLimit));
    const words = form === 'hex' ? Array.from(bytes, hexByte).join(' ') : escapedText(bytes);
    await navigator.clipboard.writeText(words);
    setCopied(text('hex.copied', { count: bytes.length }));
  };

  if (size === 0) return <EmptyState>{text('hex.empty')}</EmptyState>;
  return (
    <div className={styles.hex}>
      <Toolbar label={text('hex.toolbar')}>
        <ToolbarGroup>
          <GoToOffset label={text('hex.go')} placeholder={text('hex.go.example')} size={size} onGo={goTo} />
        </ToolbarGroup>
        <ToolbarGroup>
          <Button kind="quiet" disabled={marked === null} onPress={() => void copy('hex')}>
            {text('hex.copy-hex')}
          </Button>
          <Button kind="quiet" disabled={marked === null} onPress={() => void copy('text')}>
            {text('hex.copy-text')}
          </Button>
          <span className={styles.remark} role="status">
            {copied}
          </span>
        </ToolbarGroup>
        <ToolbarGap />
        <span className={styles.remark}>{sizeText(size)}</span>
      </Toolbar>
      {source !== null && (
        <HexRows
          source={source}
          rows={rows}
          marked={marked}
          goal={goal}
          onMark={setMarked}
          {...(top === undefined ? {} : { top })}
          {...(onTop === undefined ? {} : { onTop })}
        />
      )}
      <div className={styles.foot}>
        {marked !== null && (
          <span>
            {text('hex.marked', {
              start: `0x${formatOffset(marked[0], size)}`,
              decimal: number(marked[0]),
              count: marked[1],
            })}
          </span>
        )}
        {marked !== null &&
          readings.map((reading) => (
            <span key={reading.name} className={styles.reading}>
              <b>{reading.name}</b> {reading.value}
            </span>
          ))}
        {source?.error && (
          <span className={styles.problem}>
            {text('hex.failed', { reason: source.error })}
            <Button kind="quiet" onPress={() => source.retry()}>
              {text('common.retry')}
            </Button>
          </span>
        )}
      </div>
    </div>
  );
}

/** As many of the bytes from `start` on as are loaded without a gap. */
function bytesAt(source: ByteSource, start: number, most: number): Uint8Array {
  const found: number[] = [];
  for (let place = start; place < start + most; place++) {
    const value = source.at(place);
    if (typeof value !== 'number') break;
    found.push(value);
  }
  return Uint8Array.from(found);
}

interface GoToOffsetProps {
  readonly label: string;
  readonly placeholder: string;
  readonly size: number;
  readonly onGo: (offset: number) => void;
}

/** Decimal, `0x…` or `…h`; Enter goes there. */
function GoToOffset({ label, placeholder, size, onGo }: GoToOffsetProps) {
  const [value, setValue] = useState('');
  const offset = parseOffset(value);
  const wrong = value.trim() !== '' && (offset === null || offset >= size);
  return (
    <form
      className={styles.go}
      onSubmit={(event) => {
        event.preventDefault();
        if (offset !== null && offset < size) onGo(offset);
      }}
    >
      <input
        aria-label={label}
        placeholder={placeholder}
        title={label}
        value={value}
        aria-invalid={wrong}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setValue(event.currentTarget.value)}
      />
    </form>
  );
}
