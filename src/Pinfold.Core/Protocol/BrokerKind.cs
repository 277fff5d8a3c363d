namespace Pinfold.Core.Protocol;

/// <summary>What a record to or from the broker is. A closed set: the broker refuses what it does not know.</summary>
public enum BrokerKind : ushort
{
    /// <summary>Request: who the accounts are, and what stands. Empty body.</summary>
    Status = 1,

    /// <summary>
    /// Request: start a command. Body: <see cref="LaunchBody"/>; with it come the descriptors that it uses. On Windows:
    /// <see cref="AccountLaunch"/>.
    /// </summary>
    Launch = 2,

    /// <summary>Request: put accounts and firewall back as they were set up. Empty body.</summary>
    Repair = 3,

    /// <summary>Request: end every command that this user has running. Empty body.</summary>
    Release = 4,

    /// <summary>Reply to <see cref="Status"/>. Body: <see cref="BrokerStatus"/>.</summary>
    Standing = 0x8001,

    /// <summary>Reply: it is done. Empty body.</summary>
    Done = 0x8002,

    /// <summary>Reply: it is not done. Body: why, in UTF-8, fit for the user.</summary>
    Refused = 0x8003,

    /// <summary>
    /// Reply to <see cref="Launch"/> on Windows: it runs, until it ends or the connection does. Body: the process's
    /// number, u32.
    /// </summary>
    Started = 0x8004,

    /// <summary>
    /// Second reply to <see cref="Launch"/> on Windows, or the first when nothing could be started. Body:
    /// <see cref="LaunchEnding"/>.
    /// </summary>
    Ended = 0x8005,
}
