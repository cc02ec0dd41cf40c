import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useWords } from '../state/text.ts';
import { IconButton } from './button.tsx';
import styles from './overlay.module.css';

export interface DialogProps {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly foot?: ReactNode;
  readonly wide?: boolean;
  /** A page of its own: as large as the window allows. */
  readonly page?: boolean;
  /** A sheet over the lists at the left edge: what it is about stays in sight. */
  readonly side?: boolean;
  /** The content brings its own margins. */
  readonly flush?: boolean;
}

/** A window over the window. Escape and the cross close it; the focus returns to where it was. */
export function Dialog(props: DialogProps) {
  const { title, open, onClose, children, foot, wide = false, page = false } = props;
  const { side = false, flush = false } = props;
  const { text } = useWords();
  return (
    <ModalOverlay
      className={`${styles.scrim} ${side ? styles.beside : ''}`}
      isOpen={open}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      isDismissable
    >
      <Modal
        className={`${styles.modal} ${wide ? styles.wide : ''} ${page ? styles.page : ''} ${side ? styles.side : ''}`}
      >
        <AriaDialog className={styles.dialog ?? ''}>
          <div className={styles.title}>
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <IconButton label={text('common.close')} icon={<X aria-hidden="true" />} onPress={onClose} />
          </div>
          <div className={`${styles.body} ${flush ? styles.flush : ''}`}>{children}</div>
          {foot !== undefined && <div className={styles.foot}>{foot}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
