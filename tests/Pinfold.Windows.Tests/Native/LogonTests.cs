using System.Runtime.InteropServices;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Native;
using Xunit;

namespace Pinfold.Windows.Tests.Native;

/// <summary>What is handed to LSA, in memory, on any host: no system at hand takes it.</summary>
public sealed unsafe class LogonTests
{
    [Fact]
    public void The_request_is_one_block_with_this_computer_account_and_password_behind_it()
    {
        var memory = new List<nint>();
        try
        {
            var (block, size) = Secur32.Request("PinfoldOffline", "a word", memory);
            var request = (MSV1_0_INTERACTIVE_LOGON*)block;
            Assert.Equal(2, request->MessageType); // MsV1_0InteractiveLogon
            Assert.Equal((".", "PinfoldOffline", "a word"),
                (Text(request->LogonDomainName), Text(request->UserName), Text(request->Password)));
            Assert.Equal(size, (uint)((byte*)(request->Password.Buffer + "a word".Length) - (byte*)block));
            Assert.True((byte*)request->LogonDomainName.Buffer == (byte*)block + sizeof(MSV1_0_INTERACTIVE_LOGON));
        }
        finally
        {
            foreach (var piece in memory) NativeMemory.Free((void*)piece);
        }
    }

    [Fact]
    public void The_groups_are_counted_and_each_has_its_SID_and_attributes()
    {
        var memory = new List<nint>();
        try
        {
            (Sid Sid, uint Attributes)[] wanted =
                [(Sid.Parse("S-1-5-80-1-2-3-4-5"), 7), (WellKnownSids.LogonSession(1, 2), 0xC0000007)];
            var block = (byte*)Secur32.Groups(wanted, memory);
            Assert.Equal(2u, *(uint*)block);
            var entries = (SID_AND_ATTRIBUTES*)(block + 8);
            for (var i = 0; i < wanted.Length; i++)
            {
                var length = wanted[i].Sid.ToBytes().Length;
                Assert.Equal(wanted[i],
                    (Sid.Read(new ReadOnlySpan<byte>(entries[i].Sid, length)), entries[i].Attributes));
            }
        }
        finally
        {
            foreach (var piece in memory) NativeMemory.Free((void*)piece);
        }
    }

    private static string Text(UNICODE_STRING text) => new(text.Buffer, 0, text.Length / 2);
}
