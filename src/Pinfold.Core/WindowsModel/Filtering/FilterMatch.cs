namespace Pinfold.Core.WindowsModel.Filtering;

/// <summary>FWP_MATCH_TYPE (fwptypes.h), those that are used, with its values.</summary>
public enum FilterMatch
{
    /// <summary>FWP_MATCH_EQUAL; for an address, that it lies in the range of the prefix.</summary>
    Equal = 0,

    /// <summary>FWP_MATCH_RANGE, both ends within.</summary>
    Range = 5,

    /// <summary>FWP_MATCH_FLAGS_ALL_SET.</summary>
    FlagsAllSet = 6,

    /// <summary>FWP_MATCH_FLAGS_ANY_SET.</summary>
    FlagsAnySet = 7,

    /// <summary>FWP_MATCH_FLAGS_NONE_SET.</summary>
    FlagsNoneSet = 8,
}
