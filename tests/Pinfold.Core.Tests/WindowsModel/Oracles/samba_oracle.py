"""Answers questions about descriptors with Samba's own code: one JSON object in a line, one in a line back."""
import ctypes
import json
import sys

from samba import NTSTATUSError
from samba.dcerpc import security
from samba.ndr import ndr_pack, ndr_unpack
from samba.security import access_check

DOMAIN = security.dom_sid("S-1-5-21-1-2-3")


def library():
    with open("/proc/self/maps", encoding="ascii") as maps:
        for line in maps:
            if "libsamba-security-" in line:
                return ctypes.CDLL(line.split()[-1])
    raise RuntimeError("libsamba-security is not loaded")


LIB = library()
LIB.unmarshall_sec_desc.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.POINTER(ctypes.c_void_p)]
LIB.unmarshall_sec_desc.restype = ctypes.c_uint32
LIB.marshall_sec_desc.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(ctypes.c_size_t)]
LIB.marshall_sec_desc.restype = ctypes.c_uint32
LIB.se_map_generic.argtypes = [ctypes.POINTER(ctypes.c_uint32), ctypes.POINTER(ctypes.c_uint32 * 4)]
LIB.se_map_generic.restype = None
LIB.se_create_child_secdesc.argtypes = [ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(ctypes.c_size_t), ctypes.c_void_p,
                                        ctypes.c_char_p, ctypes.c_char_p, ctypes.c_bool]
LIB.se_create_child_secdesc.restype = ctypes.c_uint32


def load(text):
    """A security_descriptor in C."""
    data, found = bytes.fromhex(text), ctypes.c_void_p()
    if LIB.unmarshall_sec_desc(None, data, len(data), ctypes.byref(found)) != 0:
        raise ValueError("Samba cannot read the descriptor")
    return found


def dump(descriptor):
    data, length = ctypes.c_void_p(), ctypes.c_size_t()
    if LIB.marshall_sec_desc(None, descriptor, ctypes.byref(data), ctypes.byref(length)) != 0:
        raise ValueError("Samba cannot write the descriptor")
    return ctypes.string_at(data, length.value).hex()


def sid(text):
    return ndr_pack(security.dom_sid(text)).ljust(68, b"\0")


def answer(ask):
    kind = ask["kind"]
    if kind == "parse":
        return ndr_pack(security.descriptor.from_sddl(ask["sddl"], DOMAIN)).hex()
    if kind == "print":
        return ndr_unpack(security.descriptor, bytes.fromhex(ask["sd"])).as_sddl(DOMAIN)
    if kind == "repack":
        return ndr_pack(ndr_unpack(security.descriptor, bytes.fromhex(ask["sd"]))).hex()
    if kind == "sid":
        return [str(security.dom_sid(ask["text"])), ndr_pack(security.dom_sid(ask["text"])).hex()]
    if kind == "check":
        token = security.token()
        token.sids = [security.dom_sid(s) for s in ask["sids"]]
        token.num_sids = len(ask["sids"])
        token.privilege_mask = 0
        for name in ask["privileges"]:
            token.set_privilege(getattr(security, name))
        try:
            return access_check(ndr_unpack(security.descriptor, bytes.fromhex(ask["sd"])), token, ask["desired"])
        except NTSTATUSError as error:
            return "%08x" % error.args[0]
    if kind == "map":
        mask = ctypes.c_uint32(ask["mask"])
        LIB.se_map_generic(ctypes.byref(mask), ctypes.byref((ctypes.c_uint32 * 4)(*ask["mapping"])))
        return mask.value
    if kind == "child":
        made, length = ctypes.c_void_p(), ctypes.c_size_t()
        if LIB.se_create_child_secdesc(None, ctypes.byref(made), ctypes.byref(length), load(ask["parent"]), sid(ask["owner"]), sid(ask["group"]),
                                       ask["container"]) != 0:
            raise ValueError("Samba makes no descriptor")
        return dump(made)
    raise ValueError(kind)


for question in sys.stdin:
    try:
        reply = {"answer": answer(json.loads(question))}
    except Exception as error:  # the asker decides what a refusal means
        reply = {"error": "%s: %s" % (type(error).__name__, error)}
    print(json.dumps(reply), flush=True)
