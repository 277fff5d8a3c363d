using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;

namespace Pinfold.Core.Tests.WindowsModel.Oracles;

/// <summary>A request that an oracle and the model are asked.</summary>
internal sealed record AccessCase(Token Token, SecurityDescriptor Descriptor, AccessMask Desired)
{
    public override string ToString() =>
        $"{Descriptor} {Desired} {Token.User} {string.Join(' ', Token.Groups.Select(g => $"{g.Sid}={g.Attributes}"))} {Token.EnabledPrivileges}";
}
