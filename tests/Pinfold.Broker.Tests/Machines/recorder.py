"""Takes the plan of the session that runs out of its launcher's memory, without the operation that the broker put before it. Root."""
import os, struct, sys

for pid in sorted(int(p) for p in os.listdir('/proc') if p.isdigit()):
    try:
        if os.readlink(f'/proc/{pid}/exe') != '/usr/local/lib/pinfold/pinfold-launcher':
            continue
        start, end = next(l.split()[0].split('-') for l in open(f'/proc/{pid}/maps') if 'memfd:pinfold-plan' in l)
    except (OSError, StopIteration):
        continue
    with open(f'/proc/{pid}/mem', 'rb') as memory:
        memory.seek(int(start, 16))
        data = memory.read(int(end, 16) - int(start, 16))
    data = data[:struct.unpack_from('<I', data, 4)[0]]
    kind, length = struct.unpack_from('<II', data, 8)
    assert kind == 1 and data[:4] == b'PFL1'
    rest = data[16 + (length + 7 & ~7):]
    open(sys.argv[1], 'wb').write(b'PFL1' + struct.pack('<I', 8 + len(rest)) + rest)
    sys.exit(0)
sys.exit('no launcher runs')
