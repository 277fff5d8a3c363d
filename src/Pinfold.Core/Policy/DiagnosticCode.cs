namespace Pinfold.Core.Policy;

/// <summary>The stable codes of faults in a policy, and of warnings (<c>PF12xx</c>). Each has its paragraph in
/// docs/policy.md; a code is never used for something else.</summary>
internal static class DiagnosticCode
{
    internal const string TooLarge = "PF1001";
    internal const string NotUtf8 = "PF1002";
    internal const string Syntax = "PF1003";
    internal const string TooDeep = "PF1004";
    internal const string TooManyFaults = "PF1005";
    internal const string ControlCharacter = "PF1006";
    internal const string Version = "PF1010";
    internal const string UnknownKey = "PF1011";
    internal const string WrongType = "PF1012";
    internal const string UnknownWord = "PF1013";
    internal const string TooManyEntries = "PF1014";
    internal const string Contradiction = "PF1015";
    internal const string MalformedPath = "PF1020";
    internal const string MalformedPattern = "PF1021";
    internal const string WildcardInRoot = "PF1022";
    internal const string RefusedRoot = "PF1023";
    internal const string HiddenRoot = "PF1024";
    internal const string MalformedHandoff = "PF1025";
    internal const string NotProtected = "PF1026";
    internal const string MalformedHost = "PF1030";
    internal const string OutOfRange = "PF1031";
    internal const string MalformedQuantity = "PF1032";
    internal const string MalformedVariable = "PF1033";
    internal const string MalformedCommand = "PF1034";
    internal const string UnopenableHost = "PF1035";
    internal const string ProjectMayNot = "PF1101";
    internal const string ProjectWidens = "PF1102";
    internal const string MachineForbids = "PF1103";
    internal const string AbsentRoot = "PF1201";
    internal const string AbsentRead = "PF1202";
    internal const string AbsentDenial = "PF1203";
}
