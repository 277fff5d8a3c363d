using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Rights;

namespace Pinfold.Core.Planning.Windows;

/// <summary>
/// Something outside the roots that a command could change if levels were not asked, because Everyone or the logon session may.
/// </summary>
/// <param name="Path">What it is.</param>
/// <param name="Rights">The rights.</param>
/// <param name="IsKept">True when the label keeps the fence's level out, so that the command cannot use them.</param>
public sealed record OpenFolder(CanonicalPath Path, AccessMask Rights, bool IsKept)
{
    /// <summary>Those of <paramref name="items"/> that are open to <paramref name="target"/>, the token of a plan.</summary>
    public static ImmutableArray<OpenFolder> Find(Token target, IEnumerable<WindowsPathFacts> items)
    {
        var above = target with { IntegrityLevel = WellKnownSids.Medium };
        var found = ImmutableArray.CreateBuilder<OpenFolder>();
        foreach (var item in items)
        {
            if (item.Descriptor is not { } descriptor || item.Kind is not (PathKind.File or PathKind.Directory)) continue;
            var type = item.Kind == PathKind.Directory ? SecurableType.Directory : SecurableType.File;
            var isKept = !IntegrityCheck.Dominates(target.IntegrityLevel, descriptor.MandatoryLabel?.Sid ?? WellKnownSids.Medium);

            // FILE_DELETE_CHILD is no write: the user has it in the whole profile, where the level alone keeps it.
            var asked = isKept
                ? RootRights.Denied & type.Mapping.WriteClass
                : type.IsContainer ? RootRights.Denied : RootRights.Denied.Without(DirectoryRights.DeleteChild);
            AccessMask open = default;
            for (var bit = 1u; bit <= RootRights.Denied.Value; bit <<= 1)
                if (asked.Contains(bit) && AccessCheck.Check(above, descriptor, bit, type.Mapping).IsGranted) open |= bit;
            if (!open.IsEmpty) found.Add(new(item.Path, open, isKept));
        }

        return found.ToImmutable();
    }

    /// <summary>One line for people.</summary>
    public override string ToString() =>
        $"{WindowsPath.ToWin32(Path)}: {SecurableType.Directory.Describe(Rights)}{(IsKept ? " (kept by its level)" : " (open)")}";
}
