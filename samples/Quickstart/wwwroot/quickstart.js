// Posts what a button names, writes down what came back, and fetches the page again for its live parts.
const log = document.getElementById('log');
const actions = document.getElementById('actions');
const kept = 200;

document.addEventListener('click', async event => {
  const button = event.target.closest('button[data-post]');
  if (!button) {
    return;
  }

  const paths = button.dataset.post.split(' ');
  const times = Number(button.dataset.times ?? 1);
  const posts = paths.flatMap(path => Array(times).fill(path));
  document.body.dataset.pending = Number(document.body.dataset.pending) + 1;
  try {
    const started = performance.now();
    const answers = await Promise.all(posts.map(post));
    write(button.textContent, answers, performance.now() - started);
    await refresh();
  } finally {
    document.body.dataset.pending = Number(document.body.dataset.pending) - 1;
  }
});

async function post(path) {
  const started = performance.now();
  try {
    const response = await fetch(path, {
      method: 'POST',
      redirect: 'error',
      headers: { RequestVerificationToken: document.querySelector('meta[name=csrf]').content },
    });
    const answer = await response.json().catch(() => ({}));
    const server = response.headers.get('Answered-By');
    return { ...answer, server, status: response.status, ms: performance.now() - started };
  } catch {
    return { status: 0, reason: 'The application does not answer.', ms: performance.now() - started };
  }
}

function write(title, answers, ms) {
  const several = answers.length > 1;
  const lines = answers.map(answer => line(several ? 'part' : '', several ? answer.api : title, answer));
  if (several) {
    lines.unshift(line('summary', title, { ...summary(answers), ms }));
  }

  log.prepend(...lines);
  while (log.children.length > kept) {
    log.lastChild.remove();
  }
}

function summary(answers) {
  const good = answers.filter(ok).length;
  const tokens = new Set(answers.map(answer => answer.fingerprint).filter(Boolean)).size;
  const what = tokens === 1 ? 'all with the same token' : `with ${tokens} different tokens`;
  return {
    status: good === answers.length ? 200 : answers.find(answer => !ok(answer)).status,
    reason: `${good} of ${answers.length} answered 200, ${what}`,
  };
}

function line(kind, what, answer) {
  const item = document.createElement('li');
  item.className = `${kind} ${ok(answer) ? 'ok' : ''}`.trim();
  item.dataset.testid = kind === 'summary' ? 'log-summary' : 'log-entry';
  item.dataset.status = answer.status;
  add(item, 'time', 'at', kind === 'part' ? '' : new Date().toLocaleTimeString([], { hourCycle: 'h23' }));
  add(item, 'span', 'what', what);
  add(item, 'span', 'status', answer.status);
  const detail = add(item, 'span', 'detail', '');
  add(detail, 'span', 'audience', answer.audience);
  add(detail, 'span', 'scopes', answer.scopes?.join(' '));
  add(detail, 'code', 'fingerprint', answer.fingerprint);
  add(detail, 'span', 'reason', answer.reason);
  add(detail, 'span', 'server', answer.server);
  add(item, 'span', 'ms', `${Math.round(answer.ms)} ms`);
  return item;
}

// Everything goes in as text: nothing that an API answers becomes markup.
function add(parent, tag, name, text) {
  const part = document.createElement(tag);
  part.className = name;
  part.textContent = text ?? '';
  if (text !== undefined && text !== null) {
    parent.append(part);
  }

  return part;
}

function ok(answer) {
  return answer.status === 200;
}

let latest = 0;

async function refresh() {
  const number = ++latest;
  const response = await fetch(document.baseURI, { cache: 'no-store' });
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  if (number !== latest) {
    return; // A later click has asked again.
  }

  for (const old of document.querySelectorAll('[data-live]')) {
    const replacement = page.getElementById(old.id);
    if (replacement) {
      old.replaceChildren(...replacement.childNodes);
    }
  }

  actions.disabled = page.getElementById('actions').disabled;
  document.querySelector('meta[name=csrf]').content = page.querySelector('meta[name=csrf]').content;
}

setInterval(() => {
  for (const cell of document.querySelectorAll('[data-seconds]')) {
    const left = --cell.dataset.seconds;
    cell.textContent = left > 0 ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}` : 'expired';
  }
}, 1000);
