"""A process that no other session may reach, and what tries to. CONTROL does all of it within one session."""

# Its command line ends in its name. It has an abstract socket, and shared memory of both kinds; a signal ends it with 9.
VICTIM = '''
import os, signal, socket
signal.signal(signal.SIGUSR1, lambda *_: os._exit(9))
s = socket.socket(socket.AF_UNIX)
s.bind('\\0victim')
s.listen()
for path in ('/tmp/victim', '/dev/shm/victim'): open(path, 'w').write('x')
print('ready', flush=True)
signal.pause()
'''

# Out of the victim's process group: reached by a signal to all alone.
BYSTANDER = "import os, signal; signal.signal(signal.SIGUSR1, lambda *_: os._exit(9)); print('ready', flush=True); signal.pause()"

FIND = '''
import errno, os, signal, socket
def victims(proc):
    for p in os.listdir(proc):
        try:
            if p.isdigit() and open(f'{proc}/{p}/cmdline', 'rb').read().endswith(b'\\0the-victim\\0'): yield f'{proc}/{p}'
        except OSError: pass
'''

ATTACK = FIND + '''
said = []
def attempt(name, way):
    try: said.append(f'{name}={way()}')
    except OSError as e: said.append(f'{name}!{errno.errorcode[e.errno]}')
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
attempt('abstract', lambda: socket.socket(socket.AF_UNIX).connect('\\0victim'))
attempt('tmp', lambda: os.stat('/tmp/victim').st_size)
attempt('shm', lambda: os.stat('/dev/shm/victim').st_size)
attempt('processes', lambda: len(list(victims('/proc'))))
for whom in (0, -1): # the own group, and everybody: who is reached ends
    try: os.kill(whom, signal.SIGUSR1)
    except ProcessLookupError: pass
print(*said)
'''

# PROC is put before it: the /proc to look through.
PROBE = FIND + '''
found = list(victims(PROC))
opened = []
for d in found:
    for name, flags in (('mem', os.O_RDWR), ('environ', os.O_RDONLY), ('maps', os.O_RDONLY), ('oom_score_adj', os.O_WRONLY), ('clear_refs', os.O_WRONLY),
                        ('coredump_filter', os.O_WRONLY), ('root/tmp/victim', os.O_RDONLY), ('fd/1', os.O_WRONLY)):
        try:
            fd = os.open(f'{d}/{name}', flags)
            if flags == os.O_RDONLY: os.read(fd, 1)
            opened.append(name)
        except OSError: pass
print('seen', len(found), *opened)
'''

CONTROL = f'''
import os, signal, subprocess, sys
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
def start(code, name, **options):
    child = subprocess.Popen([sys.executable, '-c', code, name], stdout=subprocess.PIPE, **options)
    assert child.stdout.readline() == b'ready\\n'
    return child
children = start({VICTIM!r}, 'the-victim'), start({BYSTANDER!r}, 'bystander', start_new_session=True)
PROC = '/proc'
{PROBE}
{ATTACK}
print(*[c.wait() for c in children])
'''
