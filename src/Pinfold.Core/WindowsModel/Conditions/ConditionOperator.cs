namespace Pinfold.Core.WindowsModel.Conditions;

/// <summary>The operators of conditions, by their byte codes (MS-DTYP 2.4.4.17.6, 2.4.4.17.7).</summary>
public enum ConditionOperator : byte
{
    /// <summary><c>==</c>.</summary>
    Equal = 0x80,

    /// <summary><c>!=</c>.</summary>
    NotEqual = 0x81,

    /// <summary><c>&lt;</c>.</summary>
    Less = 0x82,

    /// <summary><c>&lt;=</c>.</summary>
    LessOrEqual = 0x83,

    /// <summary><c>&gt;</c>.</summary>
    Greater = 0x84,

    /// <summary><c>&gt;=</c>.</summary>
    GreaterOrEqual = 0x85,

    /// <summary><c>Contains</c>.</summary>
    Contains = 0x86,

    /// <summary><c>Exists</c>.</summary>
    Exists = 0x87,

    /// <summary><c>Any_of</c>.</summary>
    AnyOf = 0x88,

    /// <summary><c>Member_of</c>.</summary>
    MemberOf = 0x89,

    /// <summary><c>Device_Member_of</c>.</summary>
    DeviceMemberOf = 0x8a,

    /// <summary><c>Member_of_Any</c>.</summary>
    MemberOfAny = 0x8b,

    /// <summary><c>Device_Member_of_Any</c>.</summary>
    DeviceMemberOfAny = 0x8c,

    /// <summary><c>Not_Exists</c>.</summary>
    NotExists = 0x8d,

    /// <summary><c>Not_Contains</c>.</summary>
    NotContains = 0x8e,

    /// <summary><c>Not_Any_of</c>.</summary>
    NotAnyOf = 0x8f,

    /// <summary><c>Not_Member_of</c>.</summary>
    NotMemberOf = 0x90,

    /// <summary><c>Not_Device_Member_of</c>.</summary>
    NotDeviceMemberOf = 0x91,

    /// <summary><c>Not_Member_of_Any</c>.</summary>
    NotMemberOfAny = 0x92,

    /// <summary><c>Not_Device_Member_of_Any</c>.</summary>
    NotDeviceMemberOfAny = 0x93,

    /// <summary><c>&amp;&amp;</c>.</summary>
    And = 0xa0,

    /// <summary><c>||</c>.</summary>
    Or = 0xa1,

    /// <summary><c>!</c>.</summary>
    Not = 0xa2,
}
