using System.Collections.Immutable;
using static Pinfold.Core.WindowsModel.Filtering.FilterField;

namespace Pinfold.Core.WindowsModel.Filtering;

/// <summary>
/// The GUIDs of layers and fields (fwpmu.h of the Windows SDK), and which fields a layer knows (Win32, <i>Filtering
/// Conditions Available at Each Filtering Layer</i>). A condition on a field that the layer does not know is refused
/// with FWP_E_CONDITION_NOT_FOUND.
/// </summary>
public static class FilterKeys
{
    /// <summary>The GUID of <paramref name="layer"/>.</summary>
    public static Guid Of(FilterLayer layer) => layer switch
    {
        FilterLayer.AssignV4 => new("1247d66d-0b60-4a15-8d44-7155d0f53a0c"),
        FilterLayer.AssignV6 => new("55a650e1-5f0a-4eca-a653-88f53b26aa8c"),
        FilterLayer.ListenV4 => new("88bb5dad-76d7-4227-9c71-df0a3ed7be7e"),
        FilterLayer.ListenV6 => new("7ac9de24-17dd-4814-b4bd-a9fbc95a321b"),
        FilterLayer.AcceptV4 => new("e1cd9fe7-f4b5-4273-96c0-592e487b8650"),
        FilterLayer.AcceptV6 => new("a3b42c97-9f04-4672-b87e-cee9c483257f"),
        FilterLayer.ConnectV4 => new("c38d57d1-05a7-4c33-904f-7fbceee60e82"),
        FilterLayer.ConnectV6 => new("4a72393b-319f-44bc-84c3-ba54dcb3b6b4"),
        FilterLayer.RpcCall => new("75a89dda-95e4-40f3-adc7-7688a9c847e1"),
        _ => throw new ArgumentOutOfRangeException(nameof(layer)),
    };

    /// <summary>The GUID of <paramref name="field"/>.</summary>
    public static Guid Of(FilterField field) => field switch
    {
        User => new("af043a0a-b34d-4f86-979c-c90371af6e66"),
        App => new("d78e1e87-8644-4ea5-9437-d809ecefc971"),
        FilterField.Protocol => new("3971ef2b-623e-4f9a-8cb1-6e79b806b9a7"),
        LocalAddress => new("d9ee00de-c1ef-4617-bfe3-ffd8f5a08957"),
        RemoteAddress => new("b235ae9a-1d64-49b8-a44c-5ff3d9095045"),
        LocalPort => new("0c1ba1af-5765-453f-af22-a8f791ac775b"),
        RemotePort => new("c35a604d-d22b-4e1a-91b4-68f674ee674b"),
        Flags => new("632ce23b-5167-435c-86d7-e903684aa80c"),
        PromiscuousMode => new("1c974776-7182-46e9-afd3-b02910e30334"),
        Caller => new("9bf0ee66-06c9-41b9-84da-288cb43af51f"),
        RpcInterface => new("7c9c7d9f-0075-4d35-a0d1-8311c4cf6af1"),
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };

    /// <summary>The fields that <paramref name="layer"/> knows.</summary>
    public static ImmutableArray<FilterField> FieldsOf(FilterLayer layer) => layer switch
    {
        FilterLayer.AssignV4 or FilterLayer.AssignV6 =>
            [User, App, FilterField.Protocol, LocalAddress, LocalPort, Flags, PromiscuousMode],
        FilterLayer.ListenV4 or FilterLayer.ListenV6 => [User, App, LocalAddress, LocalPort, Flags],
        FilterLayer.RpcCall => [Caller, RpcInterface],
        _ => [User, App, FilterField.Protocol, LocalAddress, RemoteAddress, LocalPort, RemotePort, Flags],
    };

    /// <summary>True for a layer of IPv6.</summary>
    public static bool IsV6(FilterLayer layer) =>
        layer is FilterLayer.AssignV6 or FilterLayer.ListenV6 or FilterLayer.AcceptV6 or FilterLayer.ConnectV6;
}
