import { draft as drafts, type OrdersDraft } from '../../data/draft.ts';
import { obstacleOf, twiceIn } from '../../data/obstacles.ts';
import { missingRoles, type OrderRole, type OrderRoles, orderRoles } from '../../data/orders.ts';
import { useSay } from '../../look/look.ts';
import { FirstRows } from './first-rows.tsx';
import { RowKind } from './row-kind.tsx';

interface Props {
  readonly draft: OrdersDraft;
  readonly asCustomers: () => void;
  readonly another: () => void;
  readonly next: () => void;
}

/** Points that make a loyalty score of 1, where nobody says. */
const POINTS_CAP = '1000';
const features = ['spend', 'visits', 'ticket', 'diversity', 'recency', 'loyalty'] as const;

/** Which column of an orders file is what: guessed, and changed where that is wrong. */
export function OrdersStep({ draft, asCustomers, another, next }: Props) {
  const say = useSay();
  const { file, head, roles } = draft;
  const missing = missingRoles(roles);
  const twice = twiceIn(roles);
  const settle = (role: OrderRole, column: string): void => {
    const { [role]: _before, ...others } = roles;
    const { points_cap: cap = POINTS_CAP, ...asked } = draft.asked;
    const named: OrderRoles = column === '' ? others : { ...others, [role]: column };
    drafts.set({ ...draft, roles: named, asked: named.points === undefined ? asked : { ...asked, points_cap: cap } });
  };
  const made = features.filter(
    (one) => one !== 'diversity' || roles.category !== undefined || roles.product !== undefined,
  );
  return (
    <>
      <div className="file-line">
        <p>
          <strong>{file.name}</strong> · {say('orders_found', { columns: head.columns.length })}
        </p>
        <RowKind kind="orders" change={asCustomers} />
        <button type="button" className="button small" onClick={another}>
          {say('another_file')}
        </button>
      </div>
      <h2>{say('orders_question')}</h2>
      <p className="quiet">{say('orders_how')}</p>
      <ul className="columns">
        {orderRoles.map((role) => (
          <RoleRow
            key={role}
            role={role}
            draft={draft}
            twice={role === twice}
            settle={(column) => settle(role, column)}
          >
            {role === 'points' && roles.points !== undefined && (
              <label className="field inline">
                <span>{say('points_cap')}</span>
                <input
                  type="number"
                  min={1}
                  max={1_000_000_000}
                  value={draft.asked['points_cap'] ?? POINTS_CAP}
                  onChange={({ target }) =>
                    drafts.set({ ...draft, asked: { ...draft.asked, points_cap: target.value } })
                  }
                />
              </label>
            )}
          </RoleRow>
        ))}
      </ul>
      <h2>{say('orders_features')}</h2>
      <dl className="made">
        {made.map((one) => (
          <div key={one}>
            <dt>{say(`made_${one}`)}</dt>
            <dd>{say(`made_${one}_more`)}</dd>
          </div>
        ))}
      </dl>
      <FirstRows columns={head.columns} rows={head.first} isUsed={(name) => Object.values(roles).includes(name)} />
      <div className="will">
        <button type="button" className="button" onClick={another}>
          {say('back')}
        </button>
        <p role="status">{say('orders_will', { features: made.length })}</p>
        <button
          type="button"
          className="button primary"
          disabled={obstacleOf(draft) !== null}
          onClick={next}
          aria-describedby="why-not"
        >
          {say('to_options')}
        </button>
        <p id="why-not" className="fault">
          {missing.map((role) => say('order_role_missing', { role: say(`order_${role}`) })).join(' ')}
        </p>
      </div>
    </>
  );
}

interface RowProps {
  readonly role: OrderRole;
  readonly draft: OrdersDraft;
  /** Its column plays another role too. */
  readonly twice: boolean;
  readonly settle: (column: string) => void;
  readonly children?: React.ReactNode;
}

function RoleRow({ role, draft: { head, roles }, twice, settle, children }: RowProps) {
  const say = useSay();
  const column = roles[role];
  const at = column === undefined ? -1 : head.columns.indexOf(column);
  const values = head.first.flatMap((row) => (row[at] ? [row[at]] : [])).slice(0, 3);
  // What is a column of its own makes the product of two others needless.
  const needless = (role === 'quantity' || role === 'price') && roles.amount !== undefined;
  return (
    <li className={`column order ${column === undefined ? 'leave' : 'use'}`}>
      <span className="order-role" id={`role-${role}`}>
        {say(`order_${role}`)}
      </span>
      <select aria-labelledby={`role-${role}`} value={column ?? ''} onChange={({ target }) => settle(target.value)}>
        <option value="">{say('order_none')}</option>
        {head.columns.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      <span className="quiet values">{values.join(' · ')}</span>
      {twice ? (
        <p className="fact fault" role="alert">
          {say('order_twice', { column: column ?? '' })}
        </p>
      ) : (
        <div className="fact">
          {say(needless ? 'order_needless' : `order_${role}_more`)} {children}
        </div>
      )}
    </li>
  );
}
