"""A client of the broker that says what it likes. OPS (names of operations by number) is put before it by the test."""
import array, json, os, select, signal, socket, struct, sys

SOCKET = '/run/pinfold/broker.sock'
STATUS, LAUNCH, REPAIR, RELEASE = 1, 2, 3, 4
ACCOUNTS = [l.split(':') for l in open('/etc/passwd')]
OFFLINE = next(int(a[2]) for a in ACCOUNTS if a[0] == 'pinfold-offline')
ONLINE = next(int(a[2]) for a in ACCOUNTS if a[0] == 'pinfold-online')
ENDED, APPLIED = 3, 5
HOME = os.environ['HOME'] if os.environ.get('HOME', '').startswith('/home/') else '/home/ada'


def plan(name='offline'):
    return open('/opt/plans/' + name, 'rb').read()


def ops(data):
    """The operations of a plan of ada's, with the home of whoever runs this."""
    at, found = 8, []
    while at < len(data):
        kind, length = struct.unpack_from('<II', data, at)
        found.append((OPS[kind], data[at + 8:at + 8 + length].replace(b'/home/ada', os.fsencode(HOME))))
        at += 8 + (length + 7 & ~7)
    return found


def frame(operations):
    body = b''.join(struct.pack('<II', OPS.index(k) if isinstance(k, str) else k, len(p)) + p + bytes(-len(p) % 8) for k, p in operations)
    return b'PFL1' + struct.pack('<I', 8 + len(body)) + body


def op(kind, *numbers, text=None):
    return kind, struct.pack('<%dQ' % len(numbers), *numbers) + (b'' if text is None else os.fsencode(text) + b'\0')


def text(payload, numbers):
    return os.fsdecode(payload[8 * numbers:-1])


def command(operations, *argv, cwd='/', terminal=0, deadline=0):
    """The same fence around another command."""
    joined = [op('JoinCgroup', 0, 0, text='%s/pinfold-%d-%s' % (os.path.dirname(text(p, 2)), os.getpid(), os.urandom(8).hex())) for k, p in operations if k == 'JoinCgroup' and b'/pinfold/' in p]
    kept = joined + [o for o in operations if o[0] not in ('Start', 'Argument', 'Candidate', 'Afterwards', 'AfterwardsArgument', 'AfterwardsVariable', 'JoinCgroup')]
    at = next((i for i, o in enumerate(kept) if o[0] == 'Variable'), len(kept))
    return kept[:at] + [op('Start', deadline, terminal, text=cwd)] + [op('Argument', text=a) for a in argv] + kept[at:] + [op('Candidate', text=argv[0])]


def before(operations, kind, *more):
    at = next(i for i, o in enumerate(operations) if o[0] == kind)
    return operations[:at] + list(more) + operations[at:]


def connect():
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(120)
    s.connect(SOCKET)
    return s


def record(kind, body=b'', version=1, length=None):
    return struct.pack('<IHH', len(body) if length is None else length, version, kind) + body


def answer(s):
    got = b''
    try:
        while True:
            piece = s.recv(65536)
            if not piece:
                break
            got += piece
    except ConnectionResetError:
        pass
    if len(got) < 8:
        return None, 'hung up'
    return struct.unpack_from('<H', got, 6)[0], got[8:].decode(errors='replace')


def ask(data, fds=()):
    with connect() as s:
        try:
            if fds:  # with the body, where there is one
                if len(data) > 8:
                    s.sendall(data[:8])
                    data = data[8:]
                s.sendmsg([data], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', fds))])
            else:
                s.sendall(data)
            s.shutdown(socket.SHUT_WR)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the broker has read enough, and may have answered
        return answer(s)


class Session:
    """One launch; .reply is None when it was begun."""

    def __init__(self, operations, account=None, streams=None, umask=0o22, status=None, signals=None, ports=()):
        self.status, status_write = os.pipe()
        signals_read, self.signals = os.pipe()
        self.out, out_write = os.pipe()
        null = os.open('/dev/null', os.O_RDWR)
        streams = streams or (null, out_write, out_write)
        body = struct.pack('<III', OFFLINE if account is None else account, len(ports), umask) + (operations if isinstance(operations, bytes) else frame(operations))
        kind, self.reply = ask(record(LAUNCH, body), [*streams, status_write if status is None else status, signals_read if signals is None else signals, *ports])
        self.begun = kind == 0x8002
        for fd in (status_write, signals_read, out_write, null):
            os.close(fd)
        self.records = []

    def next(self):
        """The next record of the launcher: (kind, step, value), or None at the end."""
        head = b''
        while len(head) < 16:
            piece = os.read(self.status, 16 - len(head))
            if not piece:
                return None
            head += piece
        kind, step, value, length = struct.unpack('<IIiI', head)
        if length:
            os.read(self.status, length)
        self.records.append((kind, step, value))
        return self.records[-1]

    def until(self, kind):
        while True:
            r = self.next()
            if r is None or r[0] == kind:
                return r

    def line(self):
        got = b''
        while not got.endswith(b'\n'):
            piece = os.read(self.out, 1)
            if not piece:
                break
            got += piece
        return got.decode(errors='replace').rstrip('\n')

    def rest(self):
        got = b''
        while True:
            piece = os.read(self.out, 65536)
            if not piece:
                return got.decode(errors='replace')
            got += piece

    def kill(self):
        os.write(self.signals, bytes([64]))

    def end(self):
        """All output, then the exit status of the command: None when it never ran or was killed with its tree."""
        output = self.rest()
        while self.next():
            pass
        ended = [r[2] for r in self.records if r[0] == ENDED]
        for fd in (self.status, self.signals, self.out):
            os.close(fd)
        return output, ended[0] if ended else None


def run(operations, **options):
    """(output, wait status, records), or the refusal as a string."""
    s = Session(operations, **options)
    if not s.begun:
        return 'refused: ' + s.reply, None, []
    output, status = s.end()
    return output, status, s.records
