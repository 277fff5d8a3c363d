"""A small Internet: services at public-looking addresses ("cloud"), and what is on the user's machine ("home"). Each writes down what reaches it."""
import os, socket, sys, threading

WHERE, SERVER, PUBLIC, OTHER = sys.argv[1], "127.0.0.53", "93.184.216.34", "93.184.216.35"
NAMES = {"registry.example": [PUBLIC], "a.cdn.example": [PUBLIC], "rebound.example": ["127.0.0.1"], "private.example": ["10.0.0.9"],
         "metadata.example": ["169.254.169.254"], "mixed.example": ["127.0.0.1", PUBLIC], "down.example": ["93.184.217.99"], "own.example": ["93.184.217.1"],
         "second.example": ["93.184.217.3"], "second6.example": ["2606:2800:220:1::3"], "routed6.example": ["2a00:9::7"], "nat64.example": ["64:ff9b::5db8:d822"]}


def log(what):
    with open("/tmp/reached", "a") as f:
        f.write(what + "\n")


def packed(address):
    return socket.inet_pton(socket.AF_INET6 if ":" in address else socket.AF_INET, address)


def names(port, ready):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind((SERVER, port))
    ready.release()
    while True:
        d, peer = s.recvfrom(1500)
        at, labels = 12, []
        while d[at]:
            labels.append(d[at + 1:at + 1 + d[at]].decode("latin-1").lower())
            at += d[at] + 1
        name, kind, question = ".".join(labels), d[at + 2], d[12:at + 5]
        log(f"name {name}")
        found = [a for a in NAMES.get(name, []) if (":" in a) == (kind == 28)] if kind in (1, 28) else []
        code = b"\x81\x80" if name in NAMES else b"\x81\x83"
        records = b"".join(b"\xc0\x0c\0" + bytes([kind]) + b"\0\1\0\0\0\0\0" + bytes([len(b)]) + b for b in map(packed, found))
        s.sendto(d[:2] + code + b"\0\1" + len(found).to_bytes(2, "big") + b"\0\0\0\0" + question + records, peer)


def stream(address, port, ready, family=socket.AF_INET):
    s = socket.socket(family, socket.SOCK_STREAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind((address, port))
    s.listen()
    ready.release()
    while True:
        c, _ = s.accept()
        log(f"tcp {address}:{port}")
        threading.Thread(target=answer, args=(c, address, port), daemon=True).start()


def answer(c, address, port):
    heard = b""
    try:
        while b"\r\n\r\n" not in heard:
            d = c.recv(4096)
            if not d:
                break
            heard += d
        log(f"heard {address}:{port} " + heard.decode("latin-1").split("\r\n")[0])
        body = f"from {address}:{port}\n".encode()
        c.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    except OSError:
        pass
    c.close()


def datagrams(address, port, ready):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind((address, port))
    ready.release()
    while True:
        d, _ = s.recvfrom(2000)
        log(f"udp {address}:{port}")


ready = threading.Semaphore(0)
services = [(stream, (PUBLIC, 80)), (stream, (PUBLIC, 443)), (stream, (PUBLIC, 8080)), (stream, (OTHER, 443)), (stream, ("10.0.0.9", 443)), (stream, ("169.254.169.254", 80)),
            (stream, ("2606:2800:220:1::1", 443)), (stream, ("64:ff9b::5db8:d822", 443)), (datagrams, (PUBLIC, 443)), (datagrams, (OTHER, 53))]
if WHERE == "home":
    services = [(names, (53,)), (stream, ("127.0.0.1", 443)), (stream, ("127.0.0.1", 5432)), (stream, ("::1", 443)), (stream, ("93.184.217.1", 443)), (stream, ("93.184.217.3", 443)), (stream, ("2606:2800:220:1::3", 443)),
                (stream, ("::", 8443))]
for run, rest in services:
    extra = {"family": socket.AF_INET6} if run is stream and ":" in rest[0] else {}
    threading.Thread(target=run, args=(*rest, ready), kwargs=extra, daemon=True).start()
for _ in services:
    ready.acquire()
open(f"/tmp/{WHERE}-ready", "w").close()
threading.Event().wait()
