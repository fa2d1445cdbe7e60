// The devices that a command is to go to.

const listeners = new Set();

export const selected = new Set();

export const onSelect = listener => listeners.add(listener);

export function select(ids, isSelected) {
  for (const id of ids) {
    if (isSelected) selected.add(id);
    else selected.delete(id);
  }
  for (const listener of listeners) listener();
}

export const toggle = id => select([id], !selected.has(id));

export const selectNone = () => select([...selected], false);
